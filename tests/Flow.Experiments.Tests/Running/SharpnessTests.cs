using Flow.Experiments.Configuration;
using Flow.Experiments.Outputs;
using Flow.Experiments.Running;

namespace Flow.Experiments.Tests.Running;

/// <summary>The sharpness column beside the largest eigenvalue of -J = d(-F)/ds by a power iteration on differences
/// of F at the recorded states.</summary>
public class SharpnessTests
{
    // The Ritz value is a lower bound up to the age of its pairs, and its residual is below half of it.
    [Fact]
    public void Sharpness_column_is_the_leading_eigenvalue_of_the_negative_jacobian()
    {
        using var directory = new TemporaryDirectory();
        var experiment = Tanh("deflated-adams");
        var run = new FlowRun(experiment, directory.File("run")).Run();
        Assert.True(run.Integration.Status.IsSuccess);
        var table = CsvTable.Read(Path.Combine(directory.File("run"), "trajectory.csv"));
        var sharpness = table.Column("sharpness");
        Assert.True(double.IsNaN(sharpness[0]));
        Assert.Equal(run.Final["sharpness"], sharpness[^1]);
        Assert.InRange(table.Column("deflated")[^1], 1, 12);
        Assert.True(double.IsFinite(table.Column("step_rate")[^1]));

        using var jacobian = new FlowHarness(experiment);
        var exact = jacobian.LargestDecayRate(run.Integration.State);
        Assert.InRange(sharpness[^1], 0.9 * exact, 1.02 * exact);
    }

    [Fact]
    public void Solver_that_tracks_nothing_has_no_such_column()
    {
        using var directory = new TemporaryDirectory();
        new FlowRun(Tanh("tsit5"), directory.File("run")).Run();
        var header = File.ReadLines(Path.Combine(directory.File("run"), "trajectory.csv")).First();
        Assert.DoesNotContain("sharpness", header, StringComparison.Ordinal);
        using var other = new TemporaryDirectory();
        var named = Tanh("tsit5", "observables: [sharpness]");
        Assert.Throws<ConfigurationException>(() => new FlowRun(named, other.File("run")).Run());
    }

    private static Experiment Tanh(string solver, string more = "") => Experiment.Assemble(ConfigReader.ReadText(
        $$"""
        data: {source: optdigits, classes: [3, 8], normalize: unit, limit: 60}
        model: {widths: [8], activation: tanh, weightDecay: {lambda: 0.01, on: rho} }
        initialization: {kind: sine, rho: 1}
        flow: {solver: {{solver}}, tEnd: 40, samples: {kind: linear, count: 41} }
        {{more}}
        """,
        "sharpness.yaml",
        RepositoryFiles.Root,
        Catalogs.Names));
}
