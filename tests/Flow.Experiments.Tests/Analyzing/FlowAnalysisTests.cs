using System.Globalization;
using Flow.Experiments.Analyzing;
using Xunit.Abstractions;

namespace Flow.Experiments.Tests.Analyzing;

/// <summary>Counts of zero eigenvalues that the theory gives, and the formulas of the equilibrium.</summary>
public class FlowAnalysisTests(ITestOutputHelper output)
{
    private const string Three = "{source: gaussian, count: 3, dimension: 5, seed: 3, normalize: unit}";
    private const string Six = "{source: gaussian, count: 6, dimension: 5, seed: 3, normalize: unit}";

    [Theory]
    [InlineData("tanh", 4, 0.0, 20)]
    [InlineData("tanh", 4, 1e-1, 0)]
    [InlineData("tanh", 4, 1e-2, 0)]
    [InlineData("tanh", 4, 1e-3, 0)]
    [InlineData("linear", 3, 0.0, 14)]
    [InlineData("linear", 3, 1e-1, 2)]
    [InlineData("linear", 3, 1e-2, 2)]
    public void Zero_eigenvalues_are_as_many_as_the_theory_says(string activation, int units, double lambda, int zeros)
    {
        var result = Analyze(Three, units, activation, lambda);

        Show(result);
        Assert.True(result.Polish.Converged);
        Assert.Equal((6 * units) + 1 - 2, result.Dimension);
        Assert.Equal(result.Dimension, result.Eigenvalues.Count);
        Assert.Equal(zeros, result.Zeros.Counted);
        Assert.Equal(zeros, result.Zeros.Theory);
        Assert.Equal(0, result.Spectrum.Positive);
        // The gap on both sides of the tolerance says that the count does not depend on it.
        Assert.InRange(result.Zeros.LargestZero ?? 0, 0, result.Zeros.Tolerance / 10);
        Assert.True(result.Zeros.SmallestOther > 10 * result.Zeros.Tolerance);
        Assert.InRange(result.Spectrum.Asymmetry!.Value, 0, 1e-13);
    }

    [Theory]
    [InlineData("tanh", 0.0)]
    [InlineData("tanh", 1e-2)]
    [InlineData("linear", 1e-2)]
    public void Rho_is_that_of_the_formula_after_the_search(string activation, double lambda)
    {
        var equilibrium = Analyze(Six, 3, activation, lambda).Equilibrium;

        Assert.Equal(equilibrium.RhoEquilibrium!.Value, equilibrium.Rho, 1e-10);
    }

    [Theory]
    [InlineData("linear", true)]
    [InlineData("softplus(3)", false)]
    public void Multipliers_and_balance_of_homogeneous_layers_obey_their_laws(string activation, bool hasLaw)
    {
        var result = Analyze(Six, 3, activation, 1e-2);

        var equilibrium = result.Equilibrium;
        Show(result);
        Assert.True(result.Polish.Converged);
        // The last layer is linear in its weights whatever comes before it.
        Assert.Equal(0.01 * equilibrium.Rho * equilibrium.Rho, equilibrium.Nu[1], 1e-10);
        Assert.Equal(equilibrium.NuExpected[1], equilibrium.Nu[1], 1e-10);
        var balance = Assert.Single(equilibrium.Balance);
        Assert.Equal((1, 2, hasLaw), (balance.Layer, balance.Next, balance.HasLaw));
        Assert.Equal(hasLaw, Math.Abs(equilibrium.NuExpected[0] - equilibrium.Nu[0]) < 1e-10);
        Assert.Equal(hasLaw, balance.Imbalance < 1e-10);
    }

    [Fact]
    public void Slow_eigenvalues_go_to_zero_like_lambda()
    {
        var coarse = Analyze(Three, 4, "tanh", 1e-2).Spectrum;
        var fine = Analyze(Three, 4, "tanh", 1e-3).Spectrum;

        output.WriteLine(string.Join(", ", fine.Slowest.Select(static s => s.OverLambda)));
        Assert.InRange(fine.Slowest[0].OverLambda!.Value / coarse.Slowest[0].OverLambda!.Value, 0.8, 1.25);
        Assert.InRange(fine.StiffnessRatio / coarse.StiffnessRatio, 8, 12.5);
    }

    [Fact]
    public void Lanczos_agrees_with_the_dense_spectrum()
    {
        var experiment = AnalysisCase.Assemble(Model(12, "tanh", 1e-2), Six, time: 100);
        var end = AnalysisCase.End(experiment);

        var dense = new FlowAnalysis(experiment).Run(end, "flow");
        var lanczos = new FlowAnalysis(experiment) { Method = SpectrumMethod.Lanczos }.Run(end, "flow");

        Assert.Equal(dense.Spectrum.Lowest, lanczos.Spectrum.Lowest, 1e-8);
        Assert.Equal(dense.Spectrum.Highest, lanczos.Spectrum.Highest, 1e-8);
        Assert.Null(lanczos.Zeros.Counted);
        Assert.StartsWith("not counted", lanczos.Zeros.How, StringComparison.Ordinal);
    }

    [Fact]
    public void Lanczos_counts_zeros_by_the_tangent_kernel_where_there_is_no_decay()
    {
        var experiment = AnalysisCase.Assemble(Model(4, "tanh", 0), Three);

        var result = AnalysisCase.Analyze(experiment, SpectrumMethod.Lanczos);

        Assert.Equal(20, result.Zeros.Counted);
        Assert.Contains("tangent kernel", result.Zeros.How, StringComparison.Ordinal);
    }

    [Fact]
    public void Search_stays_on_the_spheres_and_lowers_the_objective()
    {
        var experiment = AnalysisCase.Assemble(Model(4, "tanh", 1e-2), Six, time: 5);

        var result = AnalysisCase.Analyze(experiment);

        Assert.True(result.Polish.Converged, $"residual {result.Polish.Residual:E2}");
        Assert.True(result.Polish.FirstResidual > 1e-3);
        Assert.All(result.Equilibrium.LayerNorms, static norm => Assert.Equal(1, norm, 1e-14));
        Assert.Equal(0, result.Spectrum.Positive);
    }

    private static AnalysisResult Analyze(string data, int units, string activation, double lambda) =>
        AnalysisCase.Analyze(AnalysisCase.Assemble(Model(units, activation, lambda), data));

    private static string Model(int units, string activation, double lambda) => string.Create(
        CultureInfo.InvariantCulture,
        $"{{widths: [{units}], activation: {activation}, parametrization: lagrange, weightDecay: {lambda}}}");

    private void Show(AnalysisResult result) => output.WriteLine(Flow.Experiments.Outputs.JsonFile.ToText(result));
}
