using Flow.Backends.Plans;
using Flow.Experiments.Configuration;
using Flow.Experiments.Training.Sampling;

namespace Flow.Experiments.Tests.Training.Sampling;

public class BatchSamplingTests
{
    private static int[] Draws(BatchSampling sampling, int steps) =>
        [.. Enumerable.Range(0, steps).SelectMany(_ => Positions(sampling.Next()))];

    private static int[] Positions(SampleSelection selection) =>
        [.. Enumerable.Range(0, selection.Count).Select(i => selection[i])];

    private static BatchSampling Make(SamplingKind kind, int count, int batch, bool shuffle, long seed) =>
        SamplingCatalog.Find(kind).Make(new(count, batch, shuffle, seed));

    [Theory]
    [InlineData(10, 4)]
    [InlineData(357, 128)]
    [InlineData(7, 7)]
    public void Step_s_takes_samples_sB_to_sB_plus_B_minus_1_modulo_N(int count, int batch)
    {
        var sampling = Make(SamplingKind.WithoutReplacement, count, batch, false, 0);

        for (var s = 0L; s < 20; s++)
        {
            var expected = Enumerable.Range(0, batch).Select(i => (int)(((s * batch) + i) % count));
            var selection = sampling.Next();
            Assert.Equal(expected, Positions(selection));
            Assert.Equal(batch, selection.Divisor);
        }
    }

    [Theory]
    [InlineData(10, 4)]
    [InlineData(12, 4)]
    [InlineData(23, 22)]
    public void Shuffled_epochs_have_every_sample_once_and_differ(int count, int batch)
    {
        var draws = Draws(Make(SamplingKind.WithoutReplacement, count, batch, true, 3), 5 * count);
        var epochs = draws.Chunk(count).Where(epoch => epoch.Length == count).ToList();

        Assert.All(epochs, epoch => Assert.Equal(Enumerable.Range(0, count), epoch.Order()));
        Assert.True(epochs.Select(static epoch => string.Join(',', epoch)).Distinct().Count() > 1);
        Assert.NotEqual(Enumerable.Range(0, count), epochs[0]);
    }

    [Theory]
    [InlineData(SamplingKind.WithoutReplacement)]
    [InlineData(SamplingKind.WithReplacement)]
    public void Seed_fixes_the_draws_and_another_one_changes_them(SamplingKind kind)
    {
        var draws = Draws(Make(kind, 50, 8, true, 1), 40);

        Assert.Equal(draws, Draws(Make(kind, 50, 8, true, 1), 40));
        Assert.NotEqual(draws, Draws(Make(kind, 50, 8, true, 2), 40));
    }

    [Fact]
    public void Draws_with_replacement_are_uniform_and_repeat_within_a_batch()
    {
        const int count = 10, batch = 5, steps = 20_000;
        var draws = Draws(Make(SamplingKind.WithReplacement, count, batch, true, 0), steps);

        // 5 standard deviations of a binomial count.
        const double mean = batch * steps / (double)count;
        var width = 5 * Math.Sqrt(mean * (1 - (1.0 / count)));
        Assert.All(draws.GroupBy(static n => n), group => Assert.InRange(group.Count(), mean - width, mean + width));
        var distinct = draws.Chunk(batch).Count(static b => b.Distinct().Count() == batch);
        // 10 9 8 7 6/10^5 = 0.3024
        Assert.InRange(distinct / (double)steps, 0.28, 0.33);
    }

    [Fact]
    public void Catalog_has_every_kind_once() =>
        Assert.Equal(Enum.GetValues<SamplingKind>(), SamplingCatalog.All.Select(static entry => entry.Kind));
}
