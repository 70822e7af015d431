using System.Globalization;
using Flow.Experiments.Configuration;
using Flow.Experiments.Outputs;
using Flow.Experiments.Running;
using Flow.Integrators;

namespace Flow.Experiments.Tests.Nonsmooth;

/// <summary>Runs in which many pairs reach their kinks at one time: samples with the same input, and units whose
/// weights go to 0, where they are at their kinks with all samples. The judge is rk4 with small steps, which sees no
/// kinks.</summary>
public sealed class MeetingKinksTests : IDisposable
{
    // Steps of rk4; where it chatters along a kink its error is of that order.
    private const double Step = 5e-4;
    private const double Rtol = 1e-6;

    private static readonly string[] Triplets =
    [
        "-0.09186,-1.77847,1.53502,0", "-0.58058,0.21430,-0.11377,1", "-2.34056,0.51357,-1.27502,1",
        "-1.73135,0.85242,0.73460,1", "0.02697,1.25250,-0.14526,1", "-0.07280,0.16803,0.79205,0",
        "1.47371,-0.85482,0.96085,1", "1.50576,0.89190,1.06128,0", "0.04170,0.04260,0.47373,0",
        "-0.49563,0.61177,2.77630,0", "0.57480,-0.59383,1.20858,0", "-0.29837,-0.29656,-0.60854,0",
        "1.42769,-0.55516,2.07093,1", "-0.44158,-0.28570,0.90259,1", "0.28277,0.48476,0.77695,1",
        "0.33703,-0.06565,-0.04968,1", "-0.39729,-0.81660,-0.67965,1", "1.71793,-0.86483,0.10514,0",
        "-1.55097,0.18388,2.54523,1", "0.95265,1.64747,0.23833,1",
    ];

    private static readonly Dictionary<string, (string[] Data, string Model, string Start)> Planes = new()
    {
        ["sliding on two of three, through 0"] = (
            Triplets, "widths: [8], weightDecay: 0", "{kind: gaussian, rho: 1, seed: 5}"),
        ["held at 0, leaky"] = (
            [
                "0.45393,1.97506,0", "-0.19261,-0.22256,1", "0.73519,-0.22379,0", "-0.36144,0.98638,0",
                "-0.43776,-0.27211,1", "-0.73212,-1.74197,0", "-1.77350,-0.13755,0", "-1.31998,-1.31964,1",
                "0.39629,0.85522,0", "-0.45997,0.08956,0", "1.40150,-0.23910,0", "1.07830,0.76521,0",
            ],
            "widths: [8], activation: leaky-relu, weightDecay: 0.01",
            "{kind: gaussian, rho: 2, seed: 25}"),
    };

    private readonly TemporaryDirectory _directory = new();

    public static TheoryData<string> Names => [.. Planes.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Units_whose_weights_vanish_are_followed(string name)
    {
        var (data, model, start) = Planes[name];
        Agree(data, model, start);
    }

    [Theory]
    [InlineData("pab")]
    [InlineData("filippov")]
    public void Units_that_kinks_repel_to_either_side_are_told_of_and_not_certified(string solver)
    {
        var (data, model, start) = Planes["held at 0, leaky"];
        var run = Run(Write(data), model, start, $"solver: {solver}, rtol: 1e-6, atol: 1e-9, certify: true", 1);
        Assert.True(run.Integration.Statistics.Kinks.Forks > 0);
        Assert.Contains("not unique", run.Uniqueness, StringComparison.Ordinal);
        Assert.StartsWith("kinks: the flow was not unique", run.Certificate!.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2.5)]
    public void Samples_of_one_direction_with_conflicting_labels_count_as_one(double factor)
    {
        string[] data = [.. Triplets.SelectMany((row, i) => new[] { row, Scaled(row, factor, 1 - (i % 2)) })];
        Agree(data, "widths: [8, 8], weightDecay: 0.01", "{kind: gaussian, rho: 1, seed: 0}");

        // Each row is followed by its copy, for which it stands.
        var slides = CsvTable.Read(_directory.File(Path.Combine("run", SlidingRecorder.FileName)));
        Assert.NotEmpty(slides.Rows);
        Assert.All(slides.Column("sample"), static sample => Assert.Equal(1, sample % 2));
    }

    // Late in the run a unit of the second layer slides behind dead units, and no weight moves it.
    [Fact]
    public void Unit_behind_dead_units_is_released()
    {
        var run = Run(
            Write(["1,1", "-1,-1", "2,-1", "-0.5,1"]),
            "widths: [4, 4], parametrization: unconstrained, weightDecay: 0.001",
            "{norm: 1.5}",
            "solver: pab, rtol: 1e-7, order: 3, mode: pece",
            6);
        Assert.Equal(IntegrationStatus.EndReached, run.Integration.Status);
        Assert.Contains("samples 1 and 2 lie on one line through 0", run.Accuracy, StringComparison.Ordinal);
    }

    [Fact]
    public void Pairs_that_an_event_leaves_beyond_their_kinks_are_not_met_for_ever()
    {
        var run = Run(
            "data: {source: optdigits, classes: [3, 8], normalize: unit, limit: 40}",
            "widths: [8, 8], weightDecay: 0.01",
            "{kind: gaussian, rho: 1, seed: 0}",
            "solver: filippov, rtol: 1e-6, atol: 1e-9",
            2.6);
        Assert.InRange(run.Integration.Statistics.FieldEvaluations, 1, 20_000);
    }

    public void Dispose() => _directory.Dispose();

    private static string Scaled(string row, double factor, int label)
    {
        var inputs = row.Split(',')[..^1].Select(x => factor * double.Parse(x, CultureInfo.InvariantCulture));
        return string.Join(',', inputs.Select(static x => x.ToString("R", CultureInfo.InvariantCulture))) + $",{label}";
    }

    private void Agree(string[] rows, string model, string start)
    {
        var data = Write(rows);
        var judge = Run(data, model, start, $"solver: rk4, step: {Step.ToString(CultureInfo.InvariantCulture)}", 3);
        var located = Run(data, model, start, FormattableString.Invariant($"solver: pab, rtol: {Rtol}, atol: 1e-9"), 3);
        var oracle = Run(data, model, start, "solver: filippov, rtol: 1e-8, atol: 1e-11", 3);
        Assert.True(located.Integration.Statistics.Kinks.SlidesEntered > 0);
        foreach (var column in new[] { "rho", "loss", "mean_abs_f" })
        {
            Assert.InRange(Math.Abs(located.Final[column] - judge.Final[column]), 0, Step);

            // Where the flow is not unique, the solvers may leave a little later than one another.
            var isUnique = located.Uniqueness is null && oracle.Uniqueness is null;
            var allowed = isUnique ? 10 * Rtol : Step;
            Assert.InRange(Math.Abs(located.Final[column] - oracle.Final[column]), 0, allowed);
        }
    }

    private string Write(string[] rows)
    {
        var file = _directory.File("data.csv");
        File.WriteAllLines(file, rows);
        return $"data: {{source: csv, path: '{file}', normalize: none}}";
    }

    private FlowRunResult Run(string data, string model, string start, string flow, double end)
    {
        var text = string.Create(CultureInfo.InvariantCulture, $$"""
            {{data}}
            model: { {{model}} }
            initialization: {{start}}
            flow: { {{flow}}, tEnd: {{end}}, samples: { count: 3 } }
            observables: [loss, rho, mean_abs_f]
            backend: {threads: 1}
            """);
        var document = ConfigReader.ReadText(text, "network.yaml", RepositoryFiles.Root, Catalogs.Names);
        return new FlowRun(Experiment.Assemble(document), _directory.File("run")).Run();
    }
}
