using Flow.Experiments.Configuration;
using Flow.Experiments.Running;
using Flow.Integrators;
using Flow.Integrators.Spaces;

namespace Flow.Experiments.Tests.Running;

public class SolverChoiceTests
{
    [Theory]
    [InlineData("relu", "square", 100, "pab", "activations have kinks, which it locates at 132 pairs")]
    [InlineData("'max(z,1)'", "square", 100, "dopri5", "kinks that are not located, since the activation max(z,1)")]
    [InlineData("tanh", "abs(u-y)", 100, "dopri5", "loss has kinks that are not located")]
    [InlineData("tanh", "square", 100, "auto", "deflated-adams for a smooth network, rkc2 or bdf where")]
    [InlineData("tanh", "square", 20_000_000, "rkc2", "20000000 unknowns")]
    public void Choice_follows_smoothness_and_size_and_says_why(
        string activation, string loss, long unknowns, string solver, string reason)
    {
        var experiment = Make(activation, loss, "auto");
        var choice = SolverChoice.For(experiment.Config, experiment.Model, unknowns, experiment.Data.Count);
        Assert.Equal(solver, choice.Solver.Name);
        Assert.Contains(reason, choice.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Kinks_too_many_to_locate_are_stepped_over()
    {
        var experiment = Make("relu", "square", "auto");
        var choice = SolverChoice.For(experiment.Config, experiment.Model, 100, SolverChoice.ManyPairs);
        Assert.Equal("dopri5", choice.Solver.Name);
        Assert.Contains("too many to locate each", choice.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Named_solver_is_taken_without_a_reason()
    {
        var experiment = Make("relu", "square", "rock2");
        var choice = SolverChoice.For(experiment);
        Assert.Equal((SolverCatalog.Find("rock2"), string.Empty), (choice.Solver, choice.Reason));
    }

    [Fact]
    public void Automatic_run_that_never_switches_is_that_of_its_first_method()
    {
        using var directory = new TemporaryDirectory();
        var runs = ((string[])["auto", "deflated-adams"]).Select(solver =>
            new FlowRun(Make("tanh", "square", solver), directory.File(solver)).Run()).ToList();
        Assert.Equal(
            ((ArrayVector)runs[1].Integration.State).Values, ((ArrayVector)runs[0].Integration.State).Values);
        Assert.Equal(runs[1].Integration.Statistics, runs[0].Integration.Statistics);
        Assert.Empty(runs[0].Integration.Switches);
        var summary = File.ReadAllText(Path.Combine(directory.File("auto"), "summary.json"));
        Assert.Contains("\"switches\": []", summary, StringComparison.Ordinal);
    }

    private static Experiment Make(string activation, string loss, string solver) =>
        Experiment.Assemble(ConfigReader.ReadText(
            $$"""
            data: {source: gaussian, count: 12, dimension: 5, seed: 1, normalize: unit }
            model: {widths: [6, 5], activation: {{activation}}, loss: "{{loss}}" }
            flow: {tEnd: 5, solver: {{solver}}, samples: {kind: linear, count: 3} }
            """,
            "small.yaml",
            RepositoryFiles.Root,
            Catalogs.Names));
}
