using System.Text.Json;

namespace Flow.Cli.Tests.Commands;

public sealed class AnalyzeTests
{
    private static readonly string[] Smooth = ["--set", "model.activation=tanh"];

    [Fact]
    public void Analysis_of_a_file_runs_the_flow_and_writes_two_files_more()
    {
        using var small = new SmallExperiment();

        var run = small.Command("analyze", Smooth);

        Assert.True(run.Code == ExitCode.Done, run.Error);
        Assert.Contains(run.Lines, static line => line.StartsWith("equilibrium", Ordinal)
            && line.Contains(" found: ‖F‖ from ", Ordinal));
        string[] files = ["config.yaml", "trajectory.csv", "weights-last.npz", "analysis.json", "spectrum.csv"];
        Assert.All(files, file => Assert.True(File.Exists(Path.Combine(small.Run, file)), file));
        using var json = JsonDocument.Parse(File.ReadAllText(Path.Combine(small.Run, "analysis.json")));
        Assert.Equal(15, json.RootElement.GetProperty("dimension").GetInt32());
        Assert.Equal(0, json.RootElement.GetProperty("zeros").GetProperty("counted").GetInt32());
        var rows = File.ReadAllLines(Path.Combine(small.Run, "spectrum.csv"));
        Assert.Equal("index,eigenvalue,residual_bound,is_zero,time_scale", rows[0]);
        Assert.Equal(16, rows.Length);
    }

    [Fact]
    public void Analysis_of_a_finished_run_starts_at_its_last_state_and_leaves_the_run_alone()
    {
        using var small = new SmallExperiment();
        Assert.Equal(ExitCode.Done, small.Command("simulate", Smooth).Code);
        var config = File.ReadAllText(Path.Combine(small.Run, "config.yaml"));
        var whole = small.Command("analyze", Smooth);
        var expected = File.ReadAllText(Path.Combine(small.Run, "spectrum.csv"));

        var run = CommandRun.Of("analyze", small.Run, "--set", "backend.threads=1");

        Assert.Equal((ExitCode.Done, ExitCode.Done), (whole.Code, run.Code));
        Assert.Contains("weights-last.npz of", run.Out, Ordinal);
        Assert.Equal(config, File.ReadAllText(Path.Combine(small.Run, "config.yaml")));
        Assert.Equal(expected, File.ReadAllText(Path.Combine(small.Run, "spectrum.csv")));
    }

    [Fact]
    public void Finished_run_is_not_changed_by_overrides()
    {
        using var small = new SmallExperiment();
        Assert.Equal(ExitCode.Done, small.Command("simulate").Code);

        var run = CommandRun.Of("analyze", small.Run, "--set", "model.weightDecay=0");

        Assert.Equal(ExitCode.BadInput, run.Code);
        Assert.Contains("is a finished run, taken as it is", run.Error, Ordinal);
    }

    [Fact]
    public void Directory_without_weights_is_refused_with_the_reason()
    {
        using var directory = new TemporaryDirectory();

        var run = CommandRun.Of("analyze", directory.File("."));

        Assert.Equal(ExitCode.BadInput, run.Code);
        Assert.Contains("the directory has no weights-last.npz", run.Error, Ordinal);
    }

    [Fact]
    public void Kinks_and_missing_equilibria_are_said()
    {
        using var small = new SmallExperiment();

        var kinks = small.Command("analyze", "--keep-state", "--spectrum", "dense");
        var none = small.Command(
            "analyze",
            "--set", "model.layers=[dense: {units: 3}, batch-norm: {}, activation: tanh]",
            "--set", "model.widths=null", "--set", "model.activation=null",
            "--set", "model.parametrization=unconstrained", "--set", "model.weightDecay=0.01");

        Assert.Equal((ExitCode.Done, ExitCode.Done), (kinks.Code, none.Code));
        Assert.Contains("at kinks (ReLU) the Jacobian is the derivative with every unit", kinks.Out, Ordinal);
        Assert.Contains("the flow has no equilibrium", none.Out, Ordinal);
    }

    [Fact]
    public void New_run_removes_the_analysis_of_the_last_one()
    {
        using var small = new SmallExperiment();
        Assert.Equal(ExitCode.Done, small.Command("analyze", Smooth).Code);

        Assert.Equal(ExitCode.Done, small.Command("simulate", Smooth).Code);

        Assert.False(File.Exists(Path.Combine(small.Run, "analysis.json")));
        Assert.False(File.Exists(Path.Combine(small.Run, "spectrum.csv")));
    }

    private const StringComparison Ordinal = StringComparison.Ordinal;
}
