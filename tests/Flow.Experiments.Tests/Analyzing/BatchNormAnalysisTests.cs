using Flow.Experiments.Analyzing;
using Flow.Experiments.Running;

namespace Flow.Experiments.Tests.Analyzing;

/// <summary>Neutral directions of batch norm, and the norms that its flow keeps.</summary>
public class BatchNormAnalysisTests
{
    private const string Teacher =
        "{source: teacher, count: 60, dimension: 4, seed: 5, targets: values, "
        + "teacher: {widths: [3], activation: tanh, noise: 0.1}}";

    private const string Random = "{source: gaussian, count: 40, dimension: 4, seed: 3}";

    [Fact]
    public void Every_normalized_unit_is_one_zero_eigenvalue_in_the_coordinates_of_the_weights()
    {
        var experiment = AnalysisCase.Assemble(
            "{layers: [dense: {units: 3}, batch-norm: {}, activation: tanh], parametrization: unconstrained}",
            Teacher, time: 1000);

        var result = AnalysisCase.Analyze(experiment);

        Assert.True(result.Polish.Converged);
        Assert.Equal((3, 3), (result.Zeros.Counted, result.Zeros.Theory));
        Assert.Contains("scales of the 3 units of layer 1 before a batch norm", result.Zeros.Conditions);
    }

    [Theory]
    [InlineData("dense: {units: 3}, activation: tanh", 0)]
    [InlineData("dense: {units: 3}, batch-norm: {}, activation: tanh", 2)]
    [InlineData("dense: {units: 5}, batch-norm: {}, activation: tanh", 4)]
    public void Lagrange_is_hyperbolic_but_for_the_relative_scales_of_normalized_rows(string layers, int zeros)
    {
        var experiment = AnalysisCase.Assemble(
            $"{{layers: [{layers}], parametrization: lagrange, weightDecay: 0.05}}", Random, time: 500);

        var result = AnalysisCase.Analyze(experiment);

        Assert.True(result.Polish.Converged);
        Assert.Equal((zeros, zeros), (result.Zeros.Counted, result.Zeros.Theory));
        Assert.Equal(0, result.Spectrum.Positive);
        Assert.Equal(result.Equilibrium.RhoEquilibrium!.Value, result.Equilibrium.Rho, 1e-10);
    }

    [Fact]
    public void Weight_norm_adds_the_scale_of_the_normalized_layer()
    {
        var experiment = AnalysisCase.Assemble(
            "{layers: [dense: {units: 3}, batch-norm: {}, activation: tanh], parametrization: weight-norm}",
            Teacher, "{norm: 1.0, seed: 2}", 1000);

        var result = AnalysisCase.Analyze(experiment);

        // Two relative scales of rows on the sphere of v_1, and g_1.
        Assert.True(result.Polish.Converged);
        Assert.Equal((3, 3), (result.Zeros.Counted, result.Zeros.Theory));
    }

    [Fact]
    public void Biases_before_a_batch_norm_are_neutral_too()
    {
        var experiment = AnalysisCase.Assemble(
            "{layers: [dense: {units: 2}, batch-norm: {}, activation: tanh], parametrization: unconstrained, "
            + "bias: true}",
            Teacher, time: 1000);

        var result = AnalysisCase.Analyze(experiment);

        // The scales of two rows and the biases of two units.
        Assert.True(result.Polish.Converged);
        Assert.Equal((4, 4), (result.Zeros.Counted, result.Zeros.Theory));
    }

    [Fact]
    public void Constant_inputs_of_a_network_without_decay_are_neutral()
    {
        using var directory = new TemporaryDirectory();
        var rows = Enumerable.Range(0, 30).Select(static i => FormattableString.Invariant(
            $"{Math.Sin(i)},0,{Math.Cos(1.7 * i)},{(i % 3 == 0 ? 1 : 0)}"));
        directory.Write("zero-column.csv", string.Join("\n", rows) + "\n");
        var experiment = AnalysisCase.Assemble(
            "{layers: [dense: {units: 2}, activation: tanh], parametrization: unconstrained}",
            $"{{source: csv, path: {directory.File("zero-column.csv")}, classes: [1, 0], normalize: none}}", time: 20);

        var result = new FlowAnalysis(experiment) { KeepsState = true }.Run(experiment.InitialState, "start");

        Assert.Equal(2, result.Zeros.Theory);
        Assert.True(result.Zeros.Counted >= 2);
        Assert.Contains("2 weights of layer 1 that no output depends on", result.Zeros.Conditions);
    }

    [Theory]
    [InlineData("dense: {units: 4}", "dimension: 9")]
    [InlineData("conv: {channels: 3, kernel: 2, padding: 1}", "dimension: 9, shape: [1, 3, 3]")]
    public void Flow_keeps_the_norms_of_rows_and_channels_before_a_batch_norm(string layer, string data)
    {
        using var directory = new TemporaryDirectory();
        var experiment = AnalysisCase.Assemble(
            $"{{layers: [{layer}, batch-norm: {{}}, activation: tanh, flatten: {{}}], parametrization: unconstrained}}",
            $"{{source: gaussian, count: 20, {data}, seed: 1}}", "{norm: 1.5, seed: 2}", 2);

        var result = new FlowRun(experiment, directory.File("run")).Run();

        Assert.True(result.Integration.Status.IsSuccess);
        var (weight, sizes) = (experiment.System.State[0].Variable.Shape, experiment.Model.Sizes);
        var length = weight.Count(dimension => sizes[dimension]);
        var norms = experiment.InitialState[..length].Chunk(length / sizes[weight.Dimensions[0]])
            .Select(static row => Math.Sqrt(row.Sum(static w => w * w))).ToList();
        // rtol 1e-6: the error of a run of length 2 is of that order.
        Assert.Equal(norms.Min(), result.Final["unit_norm_min_1"], 2e-5);
        Assert.Equal(norms.Max(), result.Final["unit_norm_max_1"], 2e-5);
        Assert.True(Math.Abs(result.Final["norm_2"] - 1.5) > 1e-2);
    }

    [Fact]
    public void Flow_with_decay_on_layers_is_said_to_have_no_equilibrium()
    {
        var experiment = AnalysisCase.Assemble(
            "{layers: [dense: {units: 3}, batch-norm: {}, activation: tanh], parametrization: unconstrained, "
            + "weightDecay: 0.01}",
            Random, time: 1);

        var result = AnalysisCase.Analyze(experiment);

        Assert.Equal(0, result.Polish.Steps);
        Assert.Contains(result.Notes, static note => note.StartsWith("the flow has no equilibrium", Ordinal));
    }

    private const StringComparison Ordinal = StringComparison.Ordinal;
}
