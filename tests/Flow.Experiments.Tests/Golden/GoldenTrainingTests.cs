using Flow.Experiments.Outputs;
using Flow.Experiments.Training;
using Xunit.Abstractions;

namespace Flow.Experiments.Tests.Golden;

/// <summary>Discrete training passes through the golden norms and batch losses, from a file to its CSV.</summary>
public class GoldenTrainingTests(ITestOutputHelper output)
{
    private const double Bound = 1e-10;

    public static TheoryData<string> Cases() =>
        [.. GoldenCase.Training().Select(static c => c.Name).DefaultIfEmpty("absent")];

    [SkippableTheory]
    [MemberData(nameof(Cases))]
    public void Training_passes_through_the_golden_norms_at_every_listed_step(string name)
    {
        RepositoryFiles.Shared("reference/gradients.json");
        var golden = GoldenCase.Training().Single(c => c.Name == name);
        using var directory = new TemporaryDirectory();

        var result = new TrainingRun(golden.Assemble(), directory.File("run")).Run();

        Assert.Equal(TrainingStatus.EndReached, result.Outcome.Status);
        var table = CsvTable.Read(Path.Combine(directory.File("run"), "training.csv"));
        Assert.Equal(golden.Log.Select(static step => (double)step.Step).Prepend(0), table.Column("step"));
        var errors = golden.Log.SelectMany((step, i) => Errors(step, i + 1, table)).ToList();
        var (worst, what) = errors.Max();
        output.WriteLine($"{name}: largest error {worst:E2} in {what}");
        Assert.True(worst <= Bound, $"{what}: {worst:E2} > {Bound:E0}");
    }

    [SkippableFact]
    public void Golden_cases_cover_momentum_batch_norm_and_full_batches()
    {
        RepositoryFiles.Shared("reference/gradients.json");
        var cases = GoldenCase.Training();

        Assert.Equal(3, cases.Count);
        Assert.Contains(cases, static c => c is { HasBatchNorm: true, Momentum: > 0 });
        Assert.Contains(cases, static c => c is { HasBatchNorm: false, Momentum: > 0, Steps: 200 });
        Assert.Contains(cases, static c => c is { Momentum: 0, Batch: 357 });
    }

    private static IEnumerable<(double Error, string What)> Errors(GoldenStep step, int row, CsvTable table)
    {
        for (var k = 0; k < step.Norms.Length; k++)
        {
            var found = table.Column($"norm_{k + 1}")[row];
            yield return (Math.Abs(found - step.Norms[k]) / step.Norms[k], $"norm_{k + 1} at step {step.Step}");
        }

        yield return (Math.Abs(table.Column("batch_loss")[row] - step.BatchLoss), $"batch loss at step {step.Step}");
    }
}
