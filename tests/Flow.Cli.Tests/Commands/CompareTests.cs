using System.Text.Json;

namespace Flow.Cli.Tests.Commands;

public sealed class CompareTests
{
    private static readonly string[] Small =
    [
        "--set", "train={algorithm: gd}", "--set", "compare={learningRates: [0.04, 0.02, 0.01]}",
        "--set", "model.activation=tanh", "--set", "flow.rtol=1e-7",
    ];

    [Fact]
    public void Compare_prints_a_row_for_each_rate_and_says_what_it_means()
    {
        using var small = new SmallExperiment();

        var run = small.Command("compare", Small);

        Assert.Equal(ExitCode.Done, run.Code);
        Assert.Empty(run.Error);
        Assert.Contains("learning rates   0.04, 0.02, 0.01; one run each, compared at t = eta s", run.Lines);
        Assert.Equal(3, run.Lines.Count(static l => l.Contains(" 0   end-reached   1 ", StringComparison.Ordinal)));
        Assert.Contains("it shrinks in proportion to the rate", run.Out, StringComparison.Ordinal);
        Assert.Contains("must stay below 2, as it does for every rate", run.Out, StringComparison.Ordinal);
        string[] files = ["config.yaml", "trajectory.csv", "training.csv", "comparison.csv", "summary.json"];
        foreach (var file in files)
        {
            Assert.True(File.Exists(Path.Combine(small.Run, file)));
            Assert.Contains(Path.Combine(small.Run, file), run.Lines);
        }

        using var summary = JsonDocument.Parse(File.ReadAllText(Path.Combine(small.Run, "summary.json")));
        var final = summary.RootElement.GetProperty("final");
        Assert.InRange(final.GetProperty("slope_distance").GetDouble(), 0.9, 1.1);
        Assert.True(final.GetProperty("distance_0.02_0").GetDouble() > 0);
    }

    [Fact]
    public void Rate_beyond_the_limit_is_named()
    {
        using var small = new SmallExperiment();

        var run = small.Command(
            "compare", [.. Small, "--set", "compare={learningRates: [90, 50]}", "--set", "flow.tEnd=100"]);

        Assert.Contains("which it does not for 90, 50: where the flow is so sharp", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void Flow_that_stops_early_is_said()
    {
        using var small = new SmallExperiment();

        var run = small.Command("compare", [.. Small, "--set", "flow.maxSteps=2"]);

        Assert.Equal(ExitCode.StoppedEarly, run.Code);
        Assert.Contains("step-limit", run.Out, StringComparison.Ordinal);
        Assert.Contains("Raise maxSteps", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Cancelled_comparison_has_its_own_code()
    {
        using var small = new SmallExperiment();
        using var source = new CancellationTokenSource();
        source.Cancel();

        var run = CommandRun.Of(source.Token, small.Arguments("compare", Small));

        Assert.Equal(ExitCode.Cancelled, run.Code);
        Assert.True(File.Exists(Path.Combine(small.Run, "summary.json")));
    }

    [Theory]
    [InlineData("train.schedule.kind=cosine", "a comparison over learning rates needs a constant schedule; write ")]
    [InlineData("train.algorithm=halpern", "the anchor of halpern pulls its steps away from the flow")]
    [InlineData("compare.learningRates=[0.1, 7]", "learning rate 7 takes no step before flow.tEnd 1; write a smaller")]
    [InlineData("compare.learningRates=[]", "compare.learningRates is an empty list; write [0.1]")]
    [InlineData("train.batchSize=7", "train.batchSize is 7, but there are 6 training samples; write at most 6")]
    public void Comparison_that_cannot_be_is_refused_before_anything_is_written(string change, string expected)
    {
        using var small = new SmallExperiment();

        var run = small.Command("compare", "--set", change);

        Assert.Equal(ExitCode.BadInput, run.Code);
        Assert.StartsWith($"--set {change}: ", run.Error, StringComparison.Ordinal);
        Assert.Contains(expected, run.Error, StringComparison.Ordinal);
        Assert.Single(run.Error.TrimEnd('\n').Split('\n'));
        Assert.False(Directory.Exists(small.Run));
    }
}
