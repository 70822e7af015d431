using Flow.Backends;
using Flow.Backends.Plans;
using Flow.Experiments.Configuration;
using Flow.Experiments.Initialization;
using Flow.Experiments.Outputs;
using Flow.Experiments.Running;

namespace Flow.Experiments.Tests.Running;

/// <summary>Networks on images from the text of an experiment file to plans, runs and weight files.</summary>
public class ImageRunTests
{
    private const int Samples = 90;

    private static readonly string[] Orders =
    [
        "{conv: CONV}, {batch-norm: NORM}, {activation: tanh}, {residual: [{conv: SAME}, {batch-norm: NORM}]}",
        "{conv: CONV}, {activation: tanh}, {batch-norm: NORM}, {average-pool: {kernel: 2, stride: 1}}",
        "{batch-norm: {epsilon: 0.1}}, {conv: CONV}, {activation: tanh}, {conv: CONV}, {activation: tanh}",
    ];

    public static TheoryData<int, Precision, int> Executions()
    {
        var data = new TheoryData<int, Precision, int>();
        for (var order = 0; order < Orders.Length; order++)
        {
            foreach (var threads in new[] { 1, 2 })
            {
                data.Add(order, Precision.Float64, threads);
                data.Add(order, Precision.Float32, threads);
            }
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Executions))]
    public void Cpu_agrees_with_the_reference_on_the_set_a_range_and_a_list(
        int order, Precision precision, int threads)
    {
        var experiment = Assemble(Yaml(order, Samples));
        int[] list = [.. Enumerable.Range(0, 40).Select(static i => i * 7 % Samples)];
        SampleSelection[] selections =
            [SampleSelection.Range(0, Samples), SampleSelection.Range(10, 37), SampleSelection.Gather(list)];

        var expected = Velocities(experiment, "reference", new(Precision.Float64, 1), selections);
        var found = Velocities(experiment, "cpu", new(precision, threads), selections);

        for (var i = 0; i < selections.Length; i++)
        {
            Assert.InRange(Difference(expected[i], found[i]), 0, precision == Precision.Float64 ? 1e-12 : 2e-5);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void Bits_do_not_depend_on_the_number_of_threads(int order)
    {
        var experiment = Assemble(Yaml(order, Samples));
        SampleSelection[] all = [SampleSelection.Range(0, Samples)];

        Assert.Equal(
            Velocities(experiment, "cpu", new(Precision.Float64, 1), all)[0],
            Velocities(experiment, "cpu", new(Precision.Float64, 2), all)[0]);
    }

    [Fact]
    public void Run_on_spheres_keeps_norms_and_lets_the_energy_fall_at_its_rate()
    {
        using var directory = new TemporaryDirectory();
        var experiment = Assemble(Yaml(2, 20)
            .Replace("unconstrained", "lagrange", StringComparison.Ordinal)
            .Replace("norm: 1.5", "rho: 1.5", StringComparison.Ordinal));

        var result = new FlowRun(experiment, directory.File("run")).Run();

        Assert.True(result.Integration.Status.IsSuccess);
        Assert.InRange(result.Final["norm_defect"], 0, 1e-6);
        Assert.Equal(-Math.Pow(result.Final["grad_norm"], 2), result.Final["energy_rate"], 1e-10);
    }

    [Fact]
    public void Kernels_are_written_to_a_file_with_four_dimensions_and_read_from_it()
    {
        using var directory = new TemporaryDirectory();
        var experiment = Assemble(Yaml(2, 20));
        double[] state = [.. experiment.InitialState.Select(static (value, i) => value + (0.01 * i))];
        var shapes = Experiment.WeightShapes(experiment.Model);
        var file = directory.File("w.npz");
        NpzWriter.Write(file, WeightFile.ToArrays(
            StateVector.ToWeights(state, experiment.System), "unconstrained", shapes));

        var back = Assemble(Yaml(2, 20).Replace(
            "{kind: gaussian, norm: 1.5, seed: 2}", $"{{kind: file, path: {file}}}", StringComparison.Ordinal));

        Assert.Equal([3, 2, 3, 3], shapes[0]);
        Assert.Equal(state, back.InitialState);
    }

    private static List<double[]> Velocities(
        Experiment experiment, string backend, PlanOptions options, SampleSelection[] selections)
    {
        using var plans = new FlowPlans(experiment.System, BackendCatalog.Make(backend), options);
        var plan = plans.CompileVelocity();
        var data = plans.Load(plan, experiment.Data);
        return [.. selections.Select(selection =>
        {
            var reduced = new double[plan.Source.ReducedLength];
            plan.Execute(data, selection, experiment.InitialState, [experiment.Lambda], reduced, []);
            return reduced;
        })];
    }

    private static double Difference(double[] expected, double[] found) => Math.Sqrt(
        expected.Zip(found, static (a, b) => (a - b) * (a - b)).Sum() / expected.Sum(static a => a * a));

    private static string Yaml(int order, int count)
    {
        var layers = Orders[order]
            .Replace("CONV", "{channels: 3, kernel: 3, stride: 2, padding: 1}", StringComparison.Ordinal)
            .Replace("SAME", "{channels: 3, kernel: 3, padding: 1}", StringComparison.Ordinal)
            .Replace("NORM", "{epsilon: 0.01, affine: true}", StringComparison.Ordinal);
        return $$"""
            name: small
            data: {source: gaussian, count: {{count}}, dimension: 40, shape: [2, 4, 5], seed: 1}
            model:
              layers: [{{layers}}, flatten: {}]
              loss: square
              parametrization: unconstrained
            initialization: {kind: gaussian, norm: 1.5, seed: 2}
            flow: {solver: dopri5, rtol: 1e-7, atol: 1e-9, tEnd: 1, samples: {kind: linear, count: 3} }
            backend: {kind: cpu, threads: 1}
            """;
    }

    private static Experiment Assemble(string yaml) =>
        Experiment.Assemble(ConfigReader.ReadText(yaml, "small.yaml", RepositoryFiles.Root, Catalogs.Names));
}
