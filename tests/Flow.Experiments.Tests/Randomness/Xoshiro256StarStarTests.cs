using Flow.Experiments.Randomness;

namespace Flow.Experiments.Tests.Randomness;

public class Xoshiro256StarStarTests
{
    [Fact]
    public void Output_equals_the_published_reference_sequence()
    {
        // The authors' C program started from the state 1, 2, 3, 4.
        var random = new Xoshiro256StarStar(new RandomState(1, 2, 3, 4, null));
        ulong[] expected =
        [
            11520, 0, 1509978240, 1215971899390074240, 1216172134540287360, 607988272756665600,
            16172922978634559625, 8476171486693032832, 10595114339597558777, 2904607092377533576,
        ];

        Assert.Equal(expected, expected.Select(_ => random.NextBits()));
    }

    [Fact]
    public void Split_mix_equals_the_published_reference_sequence()
    {
        var random = new SplitMix64(1234567);
        ulong[] expected =
        [
            6457827717110365317, 3203168211198807973, 9817491932198370423, 4593380528125082431, 16408922859458223821,
        ];

        foreach (ulong value in expected)
        {
            Assert.Equal(value, random.NextBits());
        }
    }

    [Fact]
    public void Doubles_are_uniform_in_the_unit_interval()
    {
        var random = new Xoshiro256StarStar(1);
        double[] values = [.. Enumerable.Range(0, 100_000).Select(_ => random.NextDouble())];

        Assert.All(values, value => Assert.InRange(value, 0, 1 - double.Epsilon));
        Assert.InRange(values.Average(), 0.497, 0.503);
        Assert.InRange(values.Average(value => value * value), 1.0 / 3 - 0.004, 1.0 / 3 + 0.004);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(7)]
    public void Integers_below_a_bound_are_equally_frequent(int bound)
    {
        var random = new Xoshiro256StarStar(2);
        var counts = new int[bound];
        const int draws = 70_000;
        for (int i = 0; i < draws; i++)
        {
            counts[random.NextInteger(bound)]++;
        }

        double expected = (double)draws / bound;
        double chiSquared = counts.Sum(count => (count - expected) * (count - expected) / expected);
        Assert.InRange(chiSquared, 0, 22.5);
    }

    [Fact]
    public void Integers_below_a_large_bound_are_uniform()
    {
        // A remainder of 32 random bits would favour the lower part of 3 * 2^29; the mean would show it.
        var random = new Xoshiro256StarStar(3);
        const int bound = 3 << 29;
        double mean = Enumerable.Range(0, 100_000).Average(_ => random.NextInteger(bound) / (double)bound);
        Assert.InRange(mean, 0.497, 0.503);
        Assert.Throws<ArgumentOutOfRangeException>(() => random.NextInteger(0));
    }

    [Fact]
    public void Normal_variates_have_the_moments_and_the_tails_of_the_normal_law()
    {
        var random = new Xoshiro256StarStar(4);
        double[] values = [.. Enumerable.Range(0, 200_000).Select(_ => random.NextNormal())];

        Assert.InRange(values.Average(), -0.01, 0.01);
        Assert.InRange(values.Average(value => value * value), 0.985, 1.015);
        Assert.InRange(values.Average(value => value * value * value), -0.03, 0.03);
        Assert.InRange(values.Average(value => value * value * value * value), 2.9, 3.1);
        Assert.InRange(values.Count(value => Math.Abs(value) > 1.959964) / 200_000.0, 0.048, 0.052);
        double[] pairs = [.. Enumerable.Range(0, 100_000).Select(i => values[2 * i] * values[(2 * i) + 1])];
        Assert.InRange(pairs.Average(), -0.015, 0.015);
    }

    [Fact]
    public void Saved_state_continues_identically_even_between_the_two_variates_of_a_pair()
    {
        var random = new Xoshiro256StarStar(5);
        random.NextNormal();
        var copy = new Xoshiro256StarStar(random.Save());

        Assert.NotNull(random.Save().Spare);
        Assert.Equal(
            Enumerable.Range(0, 10).Select(_ => random.NextNormal()).ToArray(),
            Enumerable.Range(0, 10).Select(_ => copy.NextNormal()).ToArray());
        Assert.Equal(random.Save(), copy.Save());
        Assert.Throws<ArgumentException>(() => new Xoshiro256StarStar(new RandomState(0, 0, 0, 0, null)));
    }

    [Fact]
    public void Shuffle_permutes_and_every_order_is_equally_frequent()
    {
        var random = new Xoshiro256StarStar(6);
        var counts = new Dictionary<string, int>();
        for (int i = 0; i < 24_000; i++)
        {
            char[] letters = ['a', 'b', 'c', 'd'];
            random.Shuffle(letters.AsSpan());
            string order = new(letters);
            counts[order] = counts.GetValueOrDefault(order) + 1;
        }

        Assert.Equal(24, counts.Count);
        Assert.InRange(counts.Values.Sum(count => (count - 1000.0) * (count - 1000.0) / 1000), 0, 49.7);
    }

    [Fact]
    public void Streams_differ_by_seed_and_purpose_and_repeat()
    {
        ulong First(long seed, string purpose) => Xoshiro256StarStar.Stream(seed, purpose).NextBits();

        ulong[] firsts =
        [
            First(0, RandomPurpose.Inputs), First(0, RandomPurpose.Labels), First(0, RandomPurpose.Initialization),
            First(1, RandomPurpose.Inputs), First(1, RandomPurpose.Labels), First(1, RandomPurpose.Initialization),
        ];
        Assert.Equal(6, firsts.Distinct().Count());
        Assert.Equal(firsts[0], First(0, RandomPurpose.Inputs));
    }

    [Fact]
    public void Drawing_allocates_nothing()
    {
        var random = new Xoshiro256StarStar(7);
        random.NextNormal();
        long before = GC.GetAllocatedBytesForCurrentThread();
        double sum = 0;
        for (int i = 0; i < 1000; i++)
        {
            sum += random.NextNormal() + random.NextDouble() + random.NextInteger(10);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.True(double.IsFinite(sum));
    }
}
