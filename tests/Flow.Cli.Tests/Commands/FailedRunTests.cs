using System.Text.Json;

namespace Flow.Cli.Tests.Commands;

/// <summary>Runs that cannot go on, and runs that must not start.</summary>
public sealed class FailedRunTests
{
    [Theory]
    [InlineData("model.loss=log(u)", "the loss log(u) is NaN for sample ")]
    [InlineData("model.activation=log(z)", "activation log(z) is NaN for sample ")]
    public void Start_without_a_value_is_named_and_nothing_is_claimed_of_it(string change, string cause)
    {
        using var small = new SmallExperiment();

        var run = small.Command("simulate", "--set", "model.activation=tanh", "--set", change);

        Assert.Equal(ExitCode.StoppedEarly, run.Code);
        Assert.Contains("non-finite", run.Out, StringComparison.Ordinal);
        Assert.Contains(cause, run.Error, StringComparison.Ordinal);
        Assert.Contains("at the initial state", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("worst component", run.Error, StringComparison.Ordinal);
        Assert.Contains("no step was accepted", run.Out, StringComparison.Ordinal);
        Assert.DoesNotContain("--resume", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(
            "--resume", File.ReadAllText(Path.Combine(small.Run, "summary.json")), StringComparison.Ordinal);
        Assert.DoesNotContain("local error held", run.Out, StringComparison.Ordinal);
        Assert.DoesNotContain("rose", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void Loss_that_ceases_to_exist_on_the_way_ends_the_run_before()
    {
        using var small = new SmallExperiment();

        var run = small.Command(
            "simulate", "--set", "model={widths: [4], activation: tanh, loss: 'u+log(u+3)'}", "--set", "flow.tEnd=50");

        Assert.Equal(ExitCode.StoppedEarly, run.Code);
        Assert.Contains("right beyond this state", run.Error, StringComparison.Ordinal);
        var rows = File.ReadAllLines(Path.Combine(small.Run, "trajectory.csv"));
        Assert.DoesNotContain(rows, static row => row.Contains("NaN", StringComparison.Ordinal));
    }

    [Fact]
    public void Loss_with_kinks_is_seen_as_activations_with_kinks_are()
    {
        using var small = new SmallExperiment();

        var run = small.Command(
            "simulate", "--set", "model={widths: [4], activation: tanh, loss: 'max(0,1-u*y)'}",
            "--set", "flow={solver: auto, tEnd: 30, rtol: 1e-4}");

        Assert.Contains("dopri5 (the loss has kinks", run.Out, StringComparison.Ordinal);
        Assert.Contains("loss with kinks, error not known", run.Out, StringComparison.Ordinal);
        var header = File.ReadLines(Path.Combine(small.Run, "trajectory.csv")).First();
        Assert.Contains("kink_crossings", header, StringComparison.Ordinal);
        Assert.True(Final(small).GetProperty("kink_crossings").GetDouble() > 0);
    }

    [Theory]
    [InlineData("flow.stop=test_loss < 1", "'test_loss' does not apply")]
    [InlineData("flow.stop=rho_published > 1", "'rho_published' does not apply")]
    [InlineData("flow.stop=norm_9 > 1", "'norm_9' does not apply")]
    [InlineData("flow.stop=loss < xx", "column 8: unknown name 'xx'")]
    [InlineData("flow.stop=loss < xx", "norm_1 .. norm_L, unit_norm_min_1 .. unit_norm_min_L")]
    [InlineData("flow.stop=0 < loss < 1", "column 10: a second comparison")]
    public void Stop_condition_that_could_never_hold_is_refused(string change, string expected)
    {
        using var small = new SmallExperiment();

        var run = small.Command("simulate", "--set", change);

        Assert.Equal(ExitCode.BadInput, run.Code);
        Assert.Contains(expected, run.Error, StringComparison.Ordinal);
        Assert.Empty(run.Out);
        Assert.False(Directory.Exists(small.Run));
    }

    [Theory]
    [InlineData("norm_1 > 0.5")]
    [InlineData("margin_std > 0")]
    public void Stop_condition_may_read_what_is_not_recorded(string condition)
    {
        using var small = new SmallExperiment();

        var run = small.Command("simulate", "--set", "observables=[loss]", "--set", $"flow.stop={condition}");

        Assert.Contains("stopped: the stop condition held", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void Advice_to_go_on_can_be_followed()
    {
        using var small = new SmallExperiment();

        var run = small.Command("simulate", "--set", "flow.maxSteps=2");
        var (time, advice) = (Final(small).GetProperty("t").GetDouble(), run.Error.TrimEnd().Split("gradflow ")[^1]);
        var next = CommandRun.Of([.. advice.Split(' '), "--set", "flow.maxSteps=1000"]);

        Assert.InRange(time, 0, 0.999);
        Assert.Equal(ExitCode.Done, next.Code);
        Assert.Equal(1, Final(small).GetProperty("t").GetDouble());
    }

    [Fact]
    public void Start_at_rho_zero_has_margins()
    {
        using var small = new SmallExperiment();

        var run = small.Command("evaluate", "--json", "--set", "initialization.rho=0");

        using var json = JsonDocument.Parse(run.Out);
        var observables = json.RootElement.GetProperty("observables");
        Assert.All(
            new[] { "margin_min", "mean_yf", "mean_abs_f", "mean_f2" },
            name => Assert.Equal(JsonValueKind.Number, observables.GetProperty(name).ValueKind));
        Assert.True(observables.GetProperty("mean_f2").GetDouble() > 0);
    }

    [Fact]
    public void Networks_of_any_size_can_be_derived_but_not_evaluated()
    {
        using var small = new SmallExperiment();

        var derived = small.Command("derive", "--set", "model.widths=[100000,100000]");
        var evaluated = small.Command("evaluate", "--set", "model.widths=[100000,100000]");

        Assert.Equal(ExitCode.Done, derived.Code);
        Assert.Equal(ExitCode.BadInput, evaluated.Code);
        Assert.Contains("weight 2 would have 10,000,000,000 entries", evaluated.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Weights_without_biases_do_not_start_a_network_with_biases()
    {
        using var small = new SmallExperiment();
        small.Command("simulate");
        var start = $"initialization={{kind: file, path: {small.Run}/weights-last.npz}}";

        var run = small.Command("evaluate", "--set", start, "--set", "model.bias=true");

        Assert.Equal(ExitCode.BadInput, run.Code);
        Assert.Contains("the file lacks a bias b_k", run.Error, StringComparison.Ordinal);
    }

    private static JsonElement Final(SmallExperiment small)
    {
        using var summary = JsonDocument.Parse(File.ReadAllText(Path.Combine(small.Run, "summary.json")));
        return summary.RootElement.GetProperty("final").Clone();
    }
}
