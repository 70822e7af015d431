using Flow.Experiments.Outputs;
using Flow.Experiments.Running;
using Flow.Experiments.Tests.Golden;
using Flow.Integrators.Certificates;
using Xunit.Abstractions;

namespace Flow.Experiments.Tests.Certifying;

/// <summary>Certificates of the golden flows against their true errors. All solvers and tolerances run where
/// GRADFLOW_SLOW=1 (validation/certificates).</summary>
public class GoldenCertificateTests(ITestOutputHelper output)
{
    // The golden values' own two methods agree to 9e-10, 1.3e-9 and 6.9e-9; their largest distance from solvers at
    // rtol 1e-9 is 9e-10 with exact samples (validation/golden-flows).
    private const double GoldenAccuracy = 1e-8;

    // Rounding of 1e4 steps of the reference, and its error at rtol 1e-12.
    private const double Unknown = 1e-11;
    private static readonly double[] Tolerances = [1e-4, 1e-6, 1e-8];

    private static bool IsSlow => Environment.GetEnvironmentVariable("GRADFLOW_SLOW") == "1";

    [SkippableFact]
    public void Certified_errors_are_the_true_ones_up_to_a_small_factor()
    {
        RepositoryFiles.Shared("reference/trajectories.json");
        var ratios = new List<double>();
        foreach (var golden in GoldenFlow.All().Where(static flow => IsSlow || flow.Name == "flow-swish50-small"))
        {
            var end = IsSlow ? golden.Points[^1].Time : 20;
            var reference = Run(golden, "dop853", end, 1e-12, exact: true).Table;
            RequireGolden(golden, reference);
            string[] solvers = IsSlow
                ? ["deflated-adams", "tsit5", "dop853", "dopri5", "rkc2", "rkl2", "rock2", "bdf", "rodas5p", "radau5"]
                : ["deflated-adams", "tsit5"];
            ratios.AddRange(solvers.SelectMany(solver => Tolerances
                .Where(rtol => IsAffordable(golden, solver, rtol))
                .SelectMany(rtol => Ratios(golden, solver, end, rtol, reference))));
        }

        output.WriteLine(FormattableString.Invariant(
            $"all: | golden flows | {ratios.Count(IsInside)} of {ratios.Count} | {ratios.Min():G2} |"));
        Assert.True(ratios.Count(IsInside) >= 0.95 * ratios.Count);
        Assert.True(ratios.Min() >= 0.1);
    }

    // The steps of rock2 follow the root of the tolerance: 1.4 million evaluations for its companion of 1e-10.
    private static bool IsAffordable(GoldenFlow golden, string solver, double rtol) =>
        solver != "rock2" || golden.Name != "flow-swish50" || rtol > 1e-8;

    private static bool IsInside(double ratio) => ratio is >= 1.0 / 3 and <= 30;

    private static (CsvTable Table, FlowRunResult Result) Run(
        GoldenFlow golden, string solver, double end, double rtol, bool exact, bool certify = false)
    {
        using var directory = new TemporaryDirectory();
        var path = directory.File("run");
        var result = new FlowRun(golden.Assemble(solver, end, exact, rtol, certify), path).Run();
        return (CsvTable.Read(Path.Combine(path, "trajectory.csv")), result);
    }

    private static void RequireGolden(GoldenFlow golden, CsvTable reference)
    {
        foreach (var (rho, point) in reference.Column("rho").Zip(golden.Points))
        {
            Assert.InRange(rho, point.Rho - GoldenAccuracy, point.Rho + GoldenAccuracy);
        }
    }

    private List<double> Ratios(GoldenFlow golden, string solver, double end, double rtol, CsvTable reference)
    {
        var (table, result) = Run(golden, solver, end, rtol, exact: false, certify: true);
        var evidence = result.Certificate!.Evidence!;
        var certified = evidence.Functionals.Where(static f => f.Verdict != CertificateVerdict.Uncertified).ToList();
        var ratios = certified.SelectMany(f => Compare(reference, table, f)).ToList();
        var range = ratios.Count == 0 ? "-" : FormattableString.Invariant($"{ratios.Min():G3} to {ratios.Max():G3}");
        output.WriteLine(FormattableString.Invariant(
            $"case: | {golden.Name} | {solver} | {rtol:G} | {certified.Count} of {evidence.Functionals.Count} ")
            + FormattableString.Invariant($"| {evidence.Companions.Count} | {range} ")
            + FormattableString.Invariant($"| {ratios.Count(IsInside)} of {ratios.Count} ")
            + FormattableString.Invariant($"| {result.Certificate.Reason} |"));
        return ratios;
    }

    private static IEnumerable<double> Compare(CsvTable reference, CsvTable table, FunctionalCertificate certificate)
    {
        var (expected, values) = (
            reference.Column(certificate.Functional.Name), table.Column(certificate.Functional.Name));
        for (var i = 1; i < values.Length; i++)
        {
            var unknown = Unknown * Math.Max(1, Math.Abs(expected[i]));
            var (error, estimate) = (Math.Abs(values[i] - expected[i]), certificate.Estimates[i]);
            if (error > unknown || estimate > 30 * unknown)
            {
                yield return estimate / Math.Max(error, unknown / 30);
            }
        }
    }
}
