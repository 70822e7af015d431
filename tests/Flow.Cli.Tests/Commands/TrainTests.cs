using System.Text.Json;
using Flow.Experiments.Outputs;

namespace Flow.Cli.Tests.Commands;

public sealed class TrainTests
{
    private static readonly string[] Steps = ["--set", "train={batchSize: 3, steps: 8, momentum: 0.5}"];

    [Fact]
    public void Train_writes_a_run_directory_and_says_what_it_did()
    {
        using var small = new SmallExperiment();

        var run = small.Command("train", Steps);

        Assert.Equal(ExitCode.Done, run.Code);
        Assert.Empty(run.Error);
        Assert.Contains("small: gaussian, 6 samples, 3 inputs, 1 target", run.Out, StringComparison.Ordinal);
        Assert.Contains("learning rate    0.1, constant", run.Lines);
        Assert.Contains("momentum         0.5, heavy ball", run.Lines);
        Assert.Contains("samples          batches of 3, without-replacement, shuffled, seed 0", run.Lines);
        Assert.Contains("steps            8 (4 epochs)", run.Lines);
        Assert.Contains("status       end-reached: all steps were taken", run.Lines);
        Assert.Contains("t            1.6", run.Lines);
        foreach (var file in new[] { "config.yaml", "training.csv", "weights-last.npz", "summary.json" })
        {
            Assert.True(File.Exists(Path.Combine(small.Run, file)));
            Assert.Contains(Path.Combine(small.Run, file), run.Lines);
        }
    }

    [Fact]
    public void Train_shows_the_values_that_it_writes()
    {
        using var small = new SmallExperiment();

        var run = small.Command("train", Steps);

        using var summary = JsonDocument.Parse(File.ReadAllText(Path.Combine(small.Run, "summary.json")));
        var final = summary.RootElement.GetProperty("final");
        Assert.Contains($"loss         {Numbers.Short(final.GetProperty("loss").GetDouble())}", run.Lines);
        Assert.Contains($"train error  {Numbers.Short(final.GetProperty("train_error").GetDouble())}", run.Lines);
    }

    [Theory]
    [InlineData("train={algorithm: gd, steps: 2}", "samples          all in every step")]
    [InlineData("train={batchSize: 9, steps: 2, sampling: with-replacement}",
        "samples          batches of 9, with-replacement, seed 0")]
    [InlineData("train={batchSize: 2, steps: 2, shuffle: false}",
        "samples          batches of 2, without-replacement, in the order of the file, seed 0")]
    [InlineData("train={steps: 2, schedule: {kind: warmup, steps: 5}}",
        "learning rate    0.1, warmup: eta min(1, (s + 1)/steps).")]
    [InlineData("train={steps: 2, momentum: 0.9, nesterov: true}", "momentum         0.9, Nesterov")]
    public void Settings_are_said_in_words(string change, string expected)
    {
        using var small = new SmallExperiment();

        Assert.Contains(expected, small.Command("train", "--set", change).Lines);
    }

    [Fact]
    public void Divergence_names_its_status_with_advice_and_keeps_its_results()
    {
        using var small = new SmallExperiment();

        var run = small.Command(
            "train", "--set", "train={learningRate: 1e12, steps: 90}", "--set", "model.parametrization=unconstrained");

        Assert.Equal(ExitCode.StoppedEarly, run.Code);
        Assert.Contains("status       diverged: ", run.Out, StringComparison.Ordinal);
        Assert.Contains("Take a smaller train.learningRate", run.Error, StringComparison.Ordinal);
        Assert.Equal("diverged", StatusIn(small));
    }

    [Fact]
    public void Cancelled_run_leaves_partial_results_and_its_own_code()
    {
        using var small = new SmallExperiment();
        using var source = new CancellationTokenSource();
        source.Cancel();

        var run = CommandRun.Of(source.Token, small.Arguments("train", Steps));

        Assert.Equal(ExitCode.Cancelled, run.Code);
        Assert.Equal("cancelled", StatusIn(small));
        Assert.Equal(2, File.ReadAllLines(Path.Combine(small.Run, "training.csv")).Length);
        Assert.True(File.Exists(Path.Combine(small.Run, "weights-last.npz")));
    }

    [Fact]
    public void Names_of_observables_that_only_flows_have_are_left_out()
    {
        using var small = new SmallExperiment();
        string[] names = ["--set", "observables=[kink_crossings, update_norm, nu]"];

        Assert.Equal(ExitCode.Done, small.Command("train", [.. Steps, .. names]).Code);
        Assert.Equal("step,epoch,t,rho,loss,objective,update_norm,nu_1,nu_2", Header(small, "training.csv"));
        Assert.Equal(ExitCode.Done, small.Command("simulate", names).Code);
        Assert.Equal("t,rho,loss,objective,kink_crossings,nu_1,nu_2", Header(small, "trajectory.csv"));
    }

    private static string Header(SmallExperiment small, string file) =>
        File.ReadAllLines(Path.Combine(small.Run, file))[0];

    private static string? StatusIn(SmallExperiment small)
    {
        using var summary = JsonDocument.Parse(File.ReadAllText(Path.Combine(small.Run, "summary.json")));
        return summary.RootElement.GetProperty("status").GetString();
    }
}
