using System.Text.Json;
using Flow.Experiments.Outputs;

namespace Flow.Cli.Tests.Commands;

public sealed class SimulateTests
{
    [Fact]
    public void Simulate_writes_a_run_directory_and_says_what_it_did()
    {
        using var small = new SmallExperiment();

        var run = small.Command("simulate");

        Assert.Equal(ExitCode.Done, run.Code);
        Assert.Empty(run.Error);
        Assert.Contains("small: gaussian, 6 samples, 3 inputs, 1 target", run.Out, StringComparison.Ordinal);
        Assert.Contains("1   dense       4           12", run.Lines);
        Assert.Contains("all                     17", run.Lines);
        Assert.Contains("weight decay     λρ² with λ = 0.01, on rho (the natural choice of lagrange)", run.Lines);
        Assert.Contains("status       end-reached: the end of the interval was reached", run.Lines);
        foreach (var file in new[] { "config.yaml", "trajectory.csv", "weights-last.npz", "summary.json" })
        {
            Assert.True(File.Exists(Path.Combine(small.Run, file)));
            Assert.Contains(Path.Combine(small.Run, file), run.Lines);
        }

        Assert.Equal(6, File.ReadAllLines(Path.Combine(small.Run, "trajectory.csv")).Length);
    }

    [Fact]
    public void Simulate_shows_the_values_that_it_writes()
    {
        using var small = new SmallExperiment();

        var run = small.Command("simulate");

        using var summary = JsonDocument.Parse(File.ReadAllText(Path.Combine(small.Run, "summary.json")));
        var final = summary.RootElement.GetProperty("final");
        Assert.Contains($"loss         {Numbers.Short(final.GetProperty("loss").GetDouble())}", run.Lines);
        Assert.Contains($"rho          {Numbers.Short(final.GetProperty("rho").GetDouble())}", run.Lines);
        Assert.Contains($"train error  {Numbers.Short(final.GetProperty("train_error").GetDouble())}", run.Lines);
    }

    [Fact]
    public void Simulate_without_a_file_runs_the_embedded_digits()
    {
        using var directory = new TemporaryDirectory();

        var run = CommandRun.Of(
            "simulate", "--set", "flow.tEnd=0.5", "--set", $"output.directory={directory.File("run")}");

        Assert.Equal(ExitCode.Done, run.Code);
        Assert.Contains(
            "digits-3-vs-8: optdigits, 357 samples, 64 inputs, 1 target (3 is +1, 8 is -1)", run.Lines);
        Assert.Contains("  certificate ", run.Out, StringComparison.Ordinal);
        Assert.Contains(" crossed, ", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void Solver_that_does_not_see_kinks_says_so()
    {
        using var small = new SmallExperiment();

        var run = small.Command("simulate", "--set", "flow.solver=dopri5");

        const string accuracy = "piecewise-linear network, error not known: dopri5 does not see kinks, ";
        Assert.Contains(accuracy, run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void Solver_that_the_program_chooses_is_named_with_the_reason()
    {
        using var small = new SmallExperiment();

        var run = small.Command("simulate", "--set", "flow.solver=auto", "--set", "model.activation=tanh");

        const string choice =
            "auto (deflated-adams for a smooth network, rkc2 or bdf where stability holds it back), rtol 0.0001";
        Assert.Contains(choice, run.Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("pab", "pab (named in the experiment), fixed steps of 0.01, t from 0 to 1", "fixed steps of 0.01;")]
    [InlineData("rk4", "rk4 (named in the experiment), fixed steps of 0.01, t from 0 to 1", "kinks crossed")]
    [InlineData("filippov", "rtol 0.0001, atol 1e-7, first step 0.01, t from 0 to 1", "held at rtol 0.0001,")]
    [InlineData("dopri5", "rtol 0.0001, atol 1e-7, first step 0.01, t from 0 to 1", "kinks crossed")]
    public void Step_is_said_to_be_what_the_solver_takes_it_for(string solver, string head, string end)
    {
        using var small = new SmallExperiment();

        var run = small.Command("simulate", "--set", $"flow.solver={solver}", "--set", "flow.step=0.01");

        Assert.Equal(ExitCode.Done, run.Code);
        Assert.Contains(head, run.Out, StringComparison.Ordinal);
        Assert.Contains(end, run.Out.Split("accuracy")[1], StringComparison.Ordinal);
        Assert.Equal(
            head.Contains("rtol", StringComparison.Ordinal), run.Out.Contains("first step", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("lagrange", "layers", "2λρ with λ = 0.1, on layers (chosen in the experiment)")]
    [InlineData("unconstrained", "layers", "on layers (the natural choice of unconstrained)")]
    [InlineData("unconstrained", "rho", "on rho (chosen in the experiment)")]
    public void Weight_decay_is_said_in_words(string parametrization, string target, string expected)
    {
        using var small = new SmallExperiment();

        var run = small.Command(
            "simulate",
            "--set", $"model.parametrization={parametrization}",
            "--set", $"model.weightDecay={{lambda: 0.1, on: {target}}}");

        Assert.Equal(ExitCode.Done, run.Code);
        Assert.Contains(expected, run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void No_weight_decay_is_said_too()
    {
        using var small = new SmallExperiment();

        Assert.Contains("weight decay     none", small.Command("simulate", "--set", "model.weightDecay=0").Lines);
    }

    [Fact]
    public void Run_that_stops_early_names_its_status_with_advice_and_keeps_its_results()
    {
        using var small = new SmallExperiment();

        var run = small.Command("simulate", "--set", "flow.maxSteps=2");

        Assert.Equal(ExitCode.StoppedEarly, run.Code);
        Assert.Contains("step-limit", run.Out, StringComparison.Ordinal);
        Assert.Contains("Raise maxSteps", run.Error, StringComparison.Ordinal);
        Assert.Equal("step-limit", StatusIn(small));
    }

    [Fact]
    public void Stop_condition_that_holds_is_a_success()
    {
        using var small = new SmallExperiment();

        var run = small.Command("simulate", "--set", "flow.stop=t > 0.2");

        Assert.Equal(ExitCode.Done, run.Code);
        Assert.Contains("status       stopped: the stop condition held", run.Lines);
    }

    [Fact]
    public void Cancelled_run_leaves_partial_results_and_its_own_code()
    {
        using var small = new SmallExperiment();
        using var source = new CancellationTokenSource();
        source.Cancel();

        var run = CommandRun.Of(source.Token, small.Arguments("simulate"));

        Assert.Equal(ExitCode.Cancelled, run.Code);
        Assert.Contains("status       cancelled: the run was cancelled", run.Lines);
        Assert.Equal("cancelled", StatusIn(small));
        Assert.True(File.Exists(Path.Combine(small.Run, "weights-last.npz")));
    }

    [Fact]
    public void Preset_is_run_by_its_name_and_a_file_of_that_name_wins()
    {
        using var directory = new TemporaryDirectory();
        var output = $"output.directory={directory.File("run")}";

        var preset = CommandRun.Of("simulate", "custom-activation", "--set", "flow.tEnd=20", "--set", output);
        var file = CommandRun.Of("simulate", directory.Write("teacher", "nothing"), "--set", output);

        Assert.Contains("custom-activation: gaussian, 64 samples", preset.Out, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Done, preset.Code);
        Assert.Equal(ExitCode.BadInput, file.Code);
    }

    private static string? StatusIn(SmallExperiment small)
    {
        using var summary = JsonDocument.Parse(File.ReadAllText(Path.Combine(small.Run, "summary.json")));
        return summary.RootElement.GetProperty("status").GetString();
    }
}
