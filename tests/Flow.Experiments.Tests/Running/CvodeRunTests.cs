using Flow.Experiments.Configuration;
using Flow.Experiments.Running;
using Flow.Integrators;
using Flow.Integrators.Spaces;
using Flow.Integrators.Sundials;

namespace Flow.Experiments.Tests.Running;

public class CvodeRunTests
{
    [SkippableTheory]
    [InlineData("cvode")]
    [InlineData("cvode-bdf")]
    public void Flow_through_cvode_ends_where_the_own_solvers_end_and_leaves_no_checkpoint(string solver)
    {
        Skip.If(Cvode.Missing is not null, $"cvode {Cvode.Missing}");
        using var directory = new TemporaryDirectory();
        var reference = Run("dop853", 1e-11, directory.File("reference"));
        var run = Run(solver, 1e-7, directory.File("cvode"));

        Assert.Equal(IntegrationStatus.EndReached, run.Integration.Status);
        // Two hundred times rtol: the start amplifies errors by about ten, and local errors add up.
        Assert.InRange(Distance(reference, run), 0, 2e-5);
        Assert.Equal(solver == "cvode-bdf", run.Integration.Statistics.JacobianProducts > 0);
        Assert.False(File.Exists(Path.Combine(directory.File("cvode"), "checkpoint.bin")));
        var refused = Assert.Throws<ConfigurationException>(() =>
            new FlowRun(Make(solver, 1e-7), directory.File("cvode")) { Resumes = true }.Run());
        Assert.Contains("cannot be resumed", refused.Message, StringComparison.Ordinal);
    }

    private static FlowRunResult Run(string solver, double rtol, string directory) =>
        new FlowRun(Make(solver, rtol), directory).Run();

    private static double Distance(FlowRunResult one, FlowRunResult other) =>
        Values(one).Zip(Values(other), static (a, b) => Math.Abs(a - b)).Max();

    private static double[] Values(FlowRunResult run) => ((ArrayVector)run.Integration.State).Values;

    private static Experiment Make(string solver, double rtol) =>
        Experiment.Assemble(ConfigReader.ReadText(
            FormattableString.Invariant(
                $$"""
                data: {source: gaussian, count: 12, dimension: 5, seed: 1, normalize: unit }
                model: {widths: [6, 5], activation: tanh, weightDecay: 0.01 }
                flow: {tEnd: 5, solver: {{solver}}, rtol: {{rtol}}, atol: 1e-12, samples: {kind: linear, count: 3} }
                """),
            "small.yaml",
            RepositoryFiles.Root,
            Catalogs.Names));
}
