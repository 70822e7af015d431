using System.Globalization;
using Flow.Experiments.Configuration;
using Flow.Experiments.Running;
using Xunit.Abstractions;

namespace Flow.Experiments.Tests.Nonsmooth;

/// <summary>
/// The two solvers that go through kinks by different methods on networks of every kind: pab at rtol 1e-6 and filippov
/// at 1e-9 agree to ten times the tolerance of pab. Few samples and a short time; with GRADFLOW_SLOW=1 all of them
/// and a longer one (validation/kinks).
/// </summary>
public sealed class KinkedNetworksTests(ITestOutputHelper output) : IDisposable
{
    private const double Rtol = 1e-6;

    private const string Digits = "data: {source: optdigits, classes: [3, 8], normalize: unit, limit: 20}";
    private const string AllDigits = "data: {source: optdigits, classes: [3, 8], normalize: unit}";
    private const string TenDigits = "data: {source: optdigits, targets: one-hot, normalize: unit, limit: 20}";
    private const string AllTenDigits = "data: {source: optdigits, targets: one-hot, normalize: unit}";

    private static readonly Dictionary<string, (string Quick, string Slow, string Model)> Networks = new()
    {
        ["deeper, 64-16-16-16-1"] = (Digits, AllDigits, "widths: [16, 16, 16], weightDecay: 0.01"),
        ["wider, 64-128-1"] = (Digits, AllDigits, "widths: [128], weightDecay: 0.01"),
        ["leaky-relu"] = (Digits, AllDigits, "widths: [32, 32], activation: leaky-relu(0.1), weightDecay: 0.01"),
        ["with bias, unconstrained"] = (
            Digits, AllDigits, "widths: [16, 16], bias: true, parametrization: unconstrained, weightDecay: 0.01"),
        ["weight-norm"] = (Digits, AllDigits, "widths: [16, 16], parametrization: weight-norm, weightDecay: 0.01"),
        ["convolutional"] = (
            Digits,
            AllDigits,
            "layers: [{conv: {channels: 3, kernel: 3, stride: 2, padding: 1}}, {activation: relu}, {flatten: {}}, "
                + "{dense: {units: 8}}, {activation: relu}], weightDecay: 0.01"),
        ["exponential loss"] = (Digits, AllDigits, "widths: [16, 16], loss: exponential, weightDecay: 0.01"),
        ["N = 20"] = (Digits, Digits, "widths: [32, 32], weightDecay: 0.01"),
        ["ten outputs"] = (TenDigits, AllTenDigits, "widths: [24], output: 10, weightDecay: 0.001"),
    };

    private readonly TemporaryDirectory _directory = new();

    public static TheoryData<string> Names => [.. Networks.Keys];

    private static bool IsSlow => Environment.GetEnvironmentVariable("GRADFLOW_SLOW") == "1";

    [Theory]
    [MemberData(nameof(Names))]
    public void Both_solvers_agree_to_ten_times_the_tolerance(string name)
    {
        var located = Run(name, "pab", Rtol);
        var judge = Run(name, "filippov", 1e-9);
        var difference = 0.0;
        foreach (var column in new[] { "rho", "loss", "mean_abs_f" })
        {
            difference = Math.Max(difference, Math.Abs(located.Final[column] - judge.Final[column]));
        }

        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"case: | {name} | {judge.Integration.Time} | {located.KinkCrossings} "
            + $"| {located.Integration.Statistics.Kinks.SlidesEntered} | "
            + $"{located.Integration.Statistics.FieldEvaluations} | {judge.Integration.Statistics.FieldEvaluations} | "
            + $"{difference:E1} |"));
        Assert.True(located.KinkCrossings > 0);
        Assert.InRange(difference, 0, 10 * Rtol);
    }

    public void Dispose() => _directory.Dispose();

    private FlowRunResult Run(string name, string solver, double rtol)
    {
        var (quick, slow, model) = Networks[name];
        var data = IsSlow ? slow : quick;
        var time = !IsSlow ? 1.5 : data == AllTenDigits ? 2 : 5;
        var text = string.Create(CultureInfo.InvariantCulture, $$"""
            {{data}}
            model: { {{model}} }
            flow: { solver: {{solver}}, rtol: {{rtol}}, atol: {{rtol / 1000}}, tEnd: {{time}}, samples: { count: 3 } }
            observables: [loss, rho, mean_abs_f, kink_crossings]
            backend: {threads: 1}
            """);
        var document = ConfigReader.ReadText(text, "network.yaml", RepositoryFiles.Root, Catalogs.Names);
        return new FlowRun(Experiment.Assemble(document), _directory.File(solver)).Run();
    }
}
