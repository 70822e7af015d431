using Flow.Experiments.Certifying;
using Flow.Experiments.Comparing;
using Flow.Experiments.Configuration;
using Flow.Experiments.Outputs;
using Flow.Experiments.Running;
using Flow.Experiments.Training;

namespace Flow.Experiments.Tests.Running;

/// <summary>`flow.modified`: the modified flow of discrete steps as a run of its own.</summary>
public sealed class ModifiedRunTests : IDisposable
{
    private const string Unconstrained =
        "{widths: [6], activation: tanh, parametrization: unconstrained, weightDecay: 0.01}";
    private const string Spheres = "{widths: [6, 5], activation: tanh, parametrization: lagrange, weightDecay: 0.01}";
    private const string WeightNorm = "{widths: [6], activation: tanh, parametrization: weight-norm}";

    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData(Unconstrained, "gd", "")]
    [InlineData(Spheres, "projected", "")]
    [InlineData(Spheres, "projected", ", momentum: 0.5")]
    [InlineData(WeightNorm, "gd", ", momentum: 0.5, nesterov: true")]
    public void Simulate_has_the_rows_of_the_comparison(string model, string algorithm, string momentum)
    {
        // The times of whole steps of 0.125 (0.25 with momentum): the comparison records the same ones.
        const string Flow = "samples: {times: [0, 0.5, 1, 2]}";
        var train = $"{{algorithm: {algorithm}, batchSize: null{momentum}}}";
        new FlowComparison(Assemble(model, Flow, train), _directory.File("compare")).Run();

        Simulate(Assemble(model, $"{Flow}, modified: {{learningRate: 0.125{momentum}}}", train), "run");

        var expected = CsvTable.Read(Path.Combine(_directory.File("compare"), "modified.csv"));
        var actual = Trajectory("run");
        Assert.Equal([.. actual.Columns, "run_rate"], expected.Columns);
        Assert.Equal(4, actual.Rows.Count);
        Assert.All(actual.Rows.Zip(expected.Rows), static pair => Assert.Equal(pair.First, pair.Second.SkipLast(1)));
    }

    [Theory]
    [InlineData(Unconstrained, "gd", "", 0.1)]
    [InlineData(Unconstrained, "gd", ", momentum: 0.6", 0.01)]
    [InlineData(Spheres, "projected", "", 0.1)]
    [InlineData(WeightNorm, "gd", "", 0.1)]
    public void Training_follows_the_run_to_second_order(
        string model, string algorithm, string momentum, double largest)
    {
        var distances = new List<(double Rate, double Distance)>();
        foreach (var k in Enumerable.Range(0, 3))
        {
            // Steps of eta/(1 - mu) that end at t = 2.
            var clock = momentum.Length > 0 ? 0.4 : 1;
            var rate = Math.ScaleB(largest, -k);
            var length = FormattableString.Invariant($"learningRate: {rate}, steps: {2 * clock / rate:F0}");
            var train = $"{{algorithm: {algorithm}, batchSize: null, {length}{momentum}}}";
            var flow = FormattableString.Invariant($"modified: {{learningRate: {rate}{momentum}}}");
            Simulate(Assemble(model, flow, train), $"flow{k}");
            new TrainingRun(Assemble(model, flow, train), _directory.File($"train{k}")).Run();
            distances.Add((rate, Distance(Weights($"flow{k}"), Weights($"train{k}"))));
        }

        // The next term of the expansion is smaller by rate times a rate of decay below 10.
        Assert.InRange(LogSlope.Of(distances), 1.8, 2.2);
        Assert.All(distances, static pair => Assert.InRange(pair.Distance, 1e-9, 0.05));
    }

    [Theory]
    [InlineData("auto")]
    [InlineData("dopri5")]
    [InlineData("deflated-adams")]
    [InlineData("rkc2")]
    [InlineData("rodas5p")]
    [InlineData("radau5")]
    [InlineData("bdf")]
    public void Every_kind_of_solver_integrates_it(string solver)
    {
        const string Modified = "modified: {learningRate: 0.1, momentum: 0.5}";
        var reference = Simulate(Assemble(Spheres, Modified, "{}"), "reference");

        var run = Simulate(Assemble(Spheres, Modified, "{}", solver, "1e-6"), solver);

        Assert.True(run.Integration.Status.IsSuccess);
        // Multistep methods leave a hundred times rtol at most on so short and smooth a run.
        Assert.All(["loss", "objective", "modified_objective", "rho"], name => Assert.InRange(
            Math.Abs(run.Final[name] - reference.Final[name]), 0, 1e-4));
    }

    [Theory]
    [InlineData(Unconstrained)]
    [InlineData(Spheres)]
    [InlineData(WeightNorm)]
    public void Certificate_closes_the_balance_of_the_modified_objective(string model)
    {
        var run = Simulate(
            Assemble(
                model, "certify: true, modified: {learningRate: 0.2, momentum: 0.5}", "{}", "dopri5", "1e-6"), "run");

        Assert.Equal(FlowCertificate.Certified, run.Certificate!.Status);
        Assert.InRange(run.Certificate.Errors["modified_objective"], 0, 1e-4);
        var audit = run.Certificate.Details!.Audit!;
        Assert.InRange(audit.EnergyDefect, 0, 100 * 1e-6 * audit.EnergyLost);
        Assert.Equal(0, run.LargestEnergyRise);
        // Of all invariants of the flow only the norms of directions stay.
        Assert.Equal(model == Spheres ? 3 : 0, audit.InvariantDrifts.Count);
        Assert.All(audit.InvariantDrifts.Values, static drift => Assert.InRange(drift, 0, 1e-14));
    }

    [Fact]
    public void Network_with_kinks_is_refused()
    {
        var error = Assert.Throws<ConfigurationException>(
            () => Assemble("{widths: [6], activation: relu}", "modified: {learningRate: 0.1}", "{}"));

        Assert.Contains("kink", error.Message, StringComparison.Ordinal);
        Assert.Contains("small.yaml:6:", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Comparison_of_a_modified_flow_is_refused()
    {
        var experiment = Assemble(Unconstrained, "modified: {learningRate: 0.1}", "{}");

        var error = Assert.Throws<ConfigurationException>(
            () => new FlowComparison(experiment, _directory.File("compare")));

        Assert.Contains("flow.modified contradicts compare", error.Message, StringComparison.Ordinal);
    }

    private FlowRunResult Simulate(Experiment experiment, string name) =>
        new FlowRun(experiment, _directory.File(name)).Run();

    private CsvTable Trajectory(string name) =>
        CsvTable.Read(Path.Combine(_directory.File(name), "trajectory.csv"));

    private IReadOnlyList<double> Weights(string name) =>
        [.. NpzReader.Read(Path.Combine(_directory.File(name), "weights-last.npz")).SelectMany(static a => a.Values)];

    private static double Distance(IReadOnlyList<double> a, IReadOnlyList<double> b) =>
        Math.Sqrt(a.Zip(b, static (x, y) => (x - y) * (x - y)).Sum());

    private static Experiment Assemble(
        string model, string flow, string train, string solver = "dop853", string rtol = "1e-11") =>
        Experiment.Assemble(ConfigReader.ReadText(
            $$"""
            name: small
            data: {source: gaussian, count: 24, dimension: 5, seed: 1}
            model: {{model}}
            initialization: {seed: 2}
            train: {{train}}
            flow: {solver: {{solver}}, rtol: {{rtol}}, atol: 1e-12, tEnd: 2, {{flow}} }
            compare: {learningRates: [0.125], seeds: 1}
            backend: {kind: cpu, threads: 1}
            """, "small.yaml", RepositoryFiles.Root, Catalogs.Names));
}
