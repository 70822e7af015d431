using Flow.Backends;
using Flow.Backends.Plans;
using Flow.Experiments.Configuration;
using Flow.Experiments.Initialization;
using Flow.Experiments.Outputs;
using Flow.Experiments.Running;
using Flow.Integrators.Problems;
using Flow.Integrators.Spaces;

namespace Flow.Experiments.Tests.Running;

/// <summary>Batch norm from the text of an experiment file to plans, runs and errors.</summary>
public class BatchNormRunTests
{
    private const int Samples = 700;

    public static TheoryData<Precision, int> Executions() => new()
    {
        { Precision.Float64, 1 },
        { Precision.Float64, 2 },
        { Precision.Float32, 1 },
        { Precision.Float32, 2 },
    };

    [Theory]
    [MemberData(nameof(Executions))]
    public void Cpu_agrees_with_the_reference_on_the_set_a_range_and_a_list(Precision precision, int threads)
    {
        var experiment = Assemble(Yaml("{epsilon: 0.01, affine: true}", Samples));
        int[] list = [.. Enumerable.Range(0, 300).Select(static i => i * 7 % Samples)];
        SampleSelection[] selections =
        [
            SampleSelection.Range(0, Samples), SampleSelection.Range(100, 250), SampleSelection.Gather(list),
        ];

        var expected = Velocities(experiment, "reference", new(Precision.Float64, 1), selections);
        var found = Velocities(experiment, "cpu", new(precision, threads), selections);

        for (var i = 0; i < selections.Length; i++)
        {
            Assert.InRange(Difference(expected[i], found[i]), 0, precision == Precision.Float64 ? 1e-13 : 1e-5);
        }

        Assert.True(Difference(expected[0], expected[1]) > 1e-3);
    }

    [Fact]
    public void Result_does_not_depend_on_the_number_of_threads()
    {
        var experiment = Assemble(Yaml("{}", Samples));
        SampleSelection[] all = [SampleSelection.Range(0, Samples)];

        var one = Velocities(experiment, "cpu", new(Precision.Float64, 1), all);
        var two = Velocities(experiment, "cpu", new(Precision.Float64, 2), all);

        Assert.Equal(one[0], two[0]);
    }

    [Fact]
    public void Run_without_decay_keeps_the_norms_of_normalized_layers()
    {
        using var directory = new TemporaryDirectory();
        // Smooth: at kinks a tight tolerance costs more steps than a test may take.
        var experiment = Assemble(Yaml("{}", 20).Replace("relu", "tanh", StringComparison.Ordinal));

        var result = new FlowRun(experiment, directory.File("run")).Run();

        Assert.True(result.Integration.Status.IsSuccess);
        var table = File.ReadAllLines(Path.Combine(directory.File("run"), "trajectory.csv"));
        Assert.Contains("rho_published", table[0], StringComparison.Ordinal);
        Assert.Equal(1.5, result.Final["norm_1"], 1e-8);
        Assert.True(Math.Abs(result.Final["norm_2"] - 1.5) > 1e-3);
        Assert.Equal(result.Final["norm_2"], result.Final["rho"], 1e-12);
        Assert.Equal(-Math.Pow(result.Final["grad_norm"], 2), result.Final["energy_rate"], 1e-12);
    }

    [Fact]
    public void Start_with_a_unit_that_does_not_vary_is_refused_with_its_name()
    {
        using var directory = new TemporaryDirectory();
        var path = WriteWeights(directory, Assemble(Yaml("{}", 20)));

        var error = Assert.Throws<ConfigurationException>(() => Assemble(FromFile("{}", path)));

        Assert.Contains("variance of unit 2 before the batch norm after layer 1 is zero", error.Message,
            StringComparison.Ordinal);
        Assert.Contains("epsilon", error.Message, StringComparison.Ordinal);
        Assert.NotNull(Assemble(FromFile("{epsilon: 1e-5}", path)));
    }

    [Fact]
    public void Vector_field_names_the_unit_that_stopped_varying()
    {
        var experiment = Assemble(Yaml("{}", 20));
        using var plans = new FlowPlans(experiment.System, BackendCatalog.Make("cpu"), new(Precision.Float64, 1));
        var plan = plans.CompileVelocity();
        var field = new PlanVectorField(plan, plans.Load(plan, experiment.Data), 0, experiment.System)
        {
            Explain = state => VanishingVariance.Find(experiment.System, experiment.Data, state),
        };
        var space = new ArraySpace(new VectorLayout([("state", experiment.InitialState.Length)]));
        var (here, rate) = ((ArrayVector)space.Allocate(), space.Allocate());
        experiment.InitialState.CopyTo(here.AsSpan());
        field.Evaluate(0, here, rate);
        here.AsSpan()[..4].Clear();

        var error = Assert.Throws<VectorFieldException>(() => field.Evaluate(0, here, rate));

        Assert.Contains("unit 1 before the batch norm after layer 1", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Affine_parameters_are_written_to_a_file_and_read_from_it()
    {
        using var directory = new TemporaryDirectory();
        var experiment = Assemble(Yaml("{affine: true}", 20));
        double[] state = [.. experiment.InitialState.Select(static (value, i) => value + (0.01 * i))];
        var weights = StateVector.ToWeights(state, experiment.System);
        var shapes = Experiment.WeightShapes(experiment.Model);
        NpzWriter.Write(directory.File("w.npz"), WeightFile.ToArrays(weights, "unconstrained", shapes));

        var back = Assemble(FromFile("{affine: true}", directory.File("w.npz")));

        Assert.Equal([1, 1, 1, 1, 1], StateVector.ToWeights(experiment.InitialState, experiment.System).Gains[0]!);
        Assert.Equal(state, back.InitialState);
    }

    [Fact]
    public void Evaluation_has_the_derivatives_of_affine_parameters()
    {
        var experiment = Assemble(Yaml("{affine: true}", 20));

        var evaluation = Evaluation.Of(experiment, BackendCatalog.Make("cpu"), new(Precision.Float64, 1));

        Assert.True(Assert.Single(evaluation.GammaDot!).Norm > 0);
        Assert.True(Assert.Single(evaluation.BetaDot!).Norm > 0);
        Assert.Null(evaluation.BDot);
    }

    /// <summary>Weights whose second unit is zero for every sample.</summary>
    private static string WriteWeights(TemporaryDirectory directory, Experiment experiment)
    {
        var weights = StateVector.ToWeights(experiment.InitialState, experiment.System);
        weights.Weights[0].AsSpan(4, 4).Clear();
        var shapes = Experiment.WeightShapes(experiment.Model);
        NpzWriter.Write(directory.File("w.npz"), WeightFile.ToArrays(weights, "unconstrained", shapes));
        return directory.File("w.npz");
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

    private static string Yaml(string norm, int count) => $$"""
        name: small
        data: {source: gaussian, count: {{count}}, dimension: 4, seed: 1}
        model:
          layers:
            - dense: {units: 5}
            - batch-norm: {{norm}}
            - activation: relu
          loss: square
          parametrization: unconstrained
        initialization: {kind: gaussian, norm: 1.5, seed: 2}
        flow: {solver: dopri5, rtol: 1e-9, atol: 1e-12, tEnd: 1, samples: {kind: linear, count: 3} }
        backend: {kind: cpu, threads: 1}
        """;

    private static string FromFile(string norm, string path) => Yaml(norm, 20).Replace(
        "{kind: gaussian, norm: 1.5, seed: 2}", $"{{kind: file, path: {path}}}", StringComparison.Ordinal);

    private static Experiment Assemble(string yaml) =>
        Experiment.Assemble(ConfigReader.ReadText(yaml, "small.yaml", RepositoryFiles.Root, Catalogs.Names));
}
