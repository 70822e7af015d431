namespace Flow.Cli.Tests.Commands;

/// <summary>The option --resume.</summary>
public sealed class ResumeTests
{
    [Fact]
    public void Run_goes_on_to_a_later_end_and_says_from_where()
    {
        using var small = new SmallExperiment();
        using var whole = new SmallExperiment();
        small.Command("simulate", "--set", "flow.tEnd=0.5", "--set", "flow.samples.count=3");

        var next = CommandRun.Of(
            "simulate", "--resume", small.Run, "--set", "flow.tEnd=1", "--set", "flow.samples.count=5");
        whole.Command("simulate");

        Assert.Equal(ExitCode.Done, next.Code);
        Assert.Empty(next.Error);
        Assert.Matches("goes on from t = 0\\.[0-9]+, after [0-9]+ accepted steps", next.Out);
        Assert.Equal(
            File.ReadAllText(Path.Combine(whole.Run, "trajectory.csv")),
            File.ReadAllText(Path.Combine(small.Run, "trajectory.csv")));
    }

    [Fact]
    public void Experiment_may_be_given_by_its_file()
    {
        using var small = new SmallExperiment();
        small.Command("simulate", "--set", "flow.tEnd=0.5");

        var next = CommandRun.Of("simulate", small.File, "--resume", small.Run);

        Assert.Equal(ExitCode.Done, next.Code);
        Assert.Contains("t            1\n", next.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void Checkpoint_of_another_run_is_bad_input()
    {
        using var small = new SmallExperiment();
        small.Command("simulate");
        var before = File.ReadAllBytes(Path.Combine(small.Run, "checkpoint.bin"));

        var next = CommandRun.Of("simulate", "--resume", small.Run, "--set", "flow.rtol=1e-6");

        Assert.Equal(ExitCode.BadInput, next.Code);
        Assert.Empty(next.Out);
        Assert.Equal(
            "--set flow.rtol=1e-6: flow.rtol is 1E-06, in the checkpoint 0.0001; resume with the value of the "
            + "checkpoint, or start a new run in another directory\n",
            next.Error);
        Assert.Equal(before, File.ReadAllBytes(Path.Combine(small.Run, "checkpoint.bin")));
    }
}
