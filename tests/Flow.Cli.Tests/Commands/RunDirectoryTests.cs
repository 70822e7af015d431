namespace Flow.Cli.Tests.Commands;

/// <summary>What lies in the way of a run, and what a run must not destroy.</summary>
public sealed class RunDirectoryTests
{
    [Fact]
    public void Earlier_run_is_replaced_as_a_whole_and_this_is_said()
    {
        using var small = new SmallExperiment();

        var first = small.Command("simulate", "--set", "output.weights=samples");
        File.WriteAllText(Path.Combine(small.Run, "notes.txt"), "mine");
        var second = small.Command("simulate");

        Assert.Empty(first.Error);
        Assert.Equal($"{small.Run} held an earlier run; its files are replaced\n", second.Error);
        Assert.Equal(
            [
                "checkpoint.bin", "config.yaml", "notes.txt", "report.html", "summary.json", "trajectory.csv",
                "weights-last.npz",
            ],
            Directory.GetFiles(small.Run).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("simulate")]
    [InlineData("train", "--set", "train.steps=3", "--set", "train.learningRate=0.1")]
    [InlineData("compare", "--set", "compare.learningRates=[0.1]")]
    [InlineData("simulate", "--resume")]
    public void Directory_of_a_run_that_is_going_on_is_left_alone(string verb, params string[] rest)
    {
        using var small = new SmallExperiment();
        Assert.Equal(ExitCode.Done, small.Command("simulate").Code);
        var before = Contents(small);
        string[] arguments = rest is ["--resume"] ? [verb, "--resume", small.Run] : small.Arguments(verb, rest);
        CommandRun other;
        using (new FileStream(
            Path.Combine(small.Run, ".running"), FileMode.Create, FileAccess.ReadWrite, FileShare.None, 1,
            FileOptions.DeleteOnClose))
        {
            other = CommandRun.Of(arguments);
        }

        Assert.Equal(ExitCode.BadInput, other.Code);
        Assert.Contains("another run is writing there; wait for its end", other.Error, StringComparison.Ordinal);
        Assert.Equal(before, Contents(small));
        Assert.Equal(ExitCode.Done, CommandRun.Of(arguments).Code);
    }

    [Fact]
    public void Named_observables_of_the_solvers_for_kinks_are_said_to_be_left_out()
    {
        using var small = new SmallExperiment();
        var blind = small.Command("simulate", "--set", "observables=[rho, sliding_pairs]");
        var followed = small.Command("simulate", "--set", "observables=[sliding_pairs]", "--set", "flow.solver=pab");

        Assert.Equal(
            "left out: sliding_pairs; dopri5 steps over kinks, pab and filippov follow them\n", blind.Error);
        Assert.DoesNotContain("left out", followed.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_does_not_overwrite_its_own_file()
    {
        using var directory = new TemporaryDirectory();
        using var small = new SmallExperiment();
        var text = File.ReadAllText(small.File);
        var file = directory.Write("config.yaml", text);

        var run = CommandRun.Of("simulate", file, "--set", $"output.directory={directory.Path}/../{Name(directory)}");

        Assert.Equal(ExitCode.BadInput, run.Code);
        Assert.Contains("the run would overwrite its own input", run.Error, StringComparison.Ordinal);
        Assert.Equal(text, File.ReadAllText(file));
        Assert.Empty(run.Out);
    }

    [Fact]
    public void Run_does_not_overwrite_the_weights_that_it_starts_from()
    {
        using var small = new SmallExperiment();
        small.Command("simulate");
        var weights = Path.Combine(small.Run, "weights-last.npz");
        var before = File.ReadAllBytes(weights);

        var run = small.Command("simulate", "--set", $"initialization={{kind: file, path: {weights}}}");

        Assert.Equal(ExitCode.BadInput, run.Code);
        Assert.Equal(before, File.ReadAllBytes(weights));
    }

    [Theory]
    [InlineData("summary.json")]
    [InlineData("trajectory.csv")]
    public void Directory_in_the_place_of_a_result_is_met_before_the_integration(string name)
    {
        using var small = new SmallExperiment();
        Directory.CreateDirectory(Path.Combine(small.Run, name));

        var run = small.Command("simulate");

        Assert.Equal(ExitCode.BadInput, run.Code);
        Assert.Contains("is a directory where a file is to be written", run.Error, StringComparison.Ordinal);
        Assert.Empty(run.Out);
    }

    private static string[] Contents(SmallExperiment small) =>
        [.. Directory.GetFiles(small.Run).Order(StringComparer.Ordinal).Select(static file =>
            $"{Path.GetFileName(file)} {Convert.ToHexString(File.ReadAllBytes(file))}")];

    private static string Name(TemporaryDirectory directory) => Path.GetFileName(directory.Path);
}
