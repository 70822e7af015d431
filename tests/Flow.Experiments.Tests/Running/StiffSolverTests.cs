using Flow.Experiments.Configuration;
using Flow.Experiments.Running;
using Flow.Integrators;
using Flow.Integrators.Spaces;

namespace Flow.Experiments.Tests.Running;

/// <summary>Implicit solvers on flows, with compiled products: MINRES on the spheres for many weights, matrices for
/// few.</summary>
public class StiffSolverTests
{
    [Theory]
    [InlineData("bdf", 24, true)]
    [InlineData("radau5", 24, true)]
    [InlineData("rodas5p", 24, true)]
    [InlineData("bdf", 6, false)]
    [InlineData("radau5", 6, false)]
    [InlineData("rodas5p", 6, false)]
    public void Flow_meets_that_of_an_explicit_solver(string solver, int width, bool isLarge)
    {
        const double End = 20;
        using var harness = new FlowHarness(Flow(width));
        var exact = harness.Run("dop853", End, new() { Tolerances = new Tolerances(1e-11, 1e-13) });
        var result = harness.Run(solver, End, new() { Tolerances = new Tolerances(1e-6, 1e-8) });

        Assert.Equal(IntegrationStatus.EndReached, result.Status);
        var error = Values(result).Zip(Values(exact), static (a, b) => Math.Abs(a - b)).Max();
        Assert.InRange(error, 0, 2e-4);
        Assert.True(result.Statistics.JacobianProducts > 0);
        Assert.Equal(isLarge, Values(result).Length > 200);
        Assert.Equal(isLarge, result.Statistics.LinearIterations > 0);
        Assert.Equal(!isLarge, result.Statistics.Factorizations > 0);
        Assert.InRange(result.Statistics.LargestNormDefect, 1e-14, 1e-4);
    }

    private static double[] Values(IntegrationResult result) => ((ArrayVector)result.State).Values;

    private static Experiment Flow(int width) => Experiment.Assemble(ConfigReader.ReadText(
        $$"""
        data: {source: gaussian, count: 12, dimension: 8, seed: 1, normalize: unit }
        model: {widths: [{{width}}, 5], activation: tanh, weightDecay: {lambda: 0.01, on: rho} }
        initialization: {kind: gaussian, rho: 1, seed: 1 }
        """,
        "small.yaml",
        RepositoryFiles.Root,
        Catalogs.Names));
}
