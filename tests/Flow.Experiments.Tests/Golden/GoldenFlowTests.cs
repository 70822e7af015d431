using Flow.Experiments.Outputs;
using Flow.Experiments.Running;
using Flow.Integrators;
using Xunit.Abstractions;

namespace Flow.Experiments.Tests.Golden;

/// <summary>
/// Smooth flows at rtol 1e-9, atol 1e-12 pass through the golden values within 1e-7. The full matrix of solvers, dense
/// and exact samples, both to the end, runs where GRADFLOW_SLOW=1 (validation/golden-flows).
/// </summary>
public class GoldenFlowTests(ITestOutputHelper output)
{
    private const double Bound = 1e-7;

    private static bool IsSlow => Environment.GetEnvironmentVariable("GRADFLOW_SLOW") == "1";

    public static TheoryData<string, string, bool, double> Runs()
    {
        var data = new TheoryData<string, string, bool, double>();
        foreach (var flow in GoldenFlow.All())
        {
            var end = flow.Points[^1].Time;
            data.Add(flow.Name, "dop853", false, end);
            data.Add(flow.Name, "dop853", true, IsSlow ? end : 10);
            data.Add(flow.Name, "deflated-adams", false, end);
            data.Add(flow.Name, "deflated-adams", true, IsSlow ? end : 20);
            data.Add(flow.Name, "tsit5", false, IsSlow ? end : 20);
            data.Add(flow.Name, "tsit5", true, IsSlow ? end : 5);
            data.Add(flow.Name, "dopri5", false, IsSlow ? end : 10);
            data.Add(flow.Name, "dopri5", true, IsSlow ? end : 2);
        }

        if (data.Count == 0)
        {
            data.Add("absent", "dop853", false, 1);
        }

        return data;
    }

    [SkippableTheory]
    [MemberData(nameof(Runs))]
    public void Flow_passes_through_the_golden_values(string name, string solver, bool exact, double endTime)
    {
        RepositoryFiles.Shared("reference/trajectories.json");
        var golden = GoldenFlow.All().Single(flow => flow.Name == name);
        using var directory = new TemporaryDirectory();

        var run = new FlowRun(golden.Assemble(solver, endTime, exact), directory.File("run")).Run();

        Assert.Equal(IntegrationStatus.EndReached, run.Integration.Status);
        var table = CsvTable.Read(Path.Combine(directory.File("run"), "trajectory.csv"));
        var points = golden.Points.Where(point => point.Time <= endTime).ToList();
        Assert.Equal(points.Select(static p => p.Time), table.Column("t"));
        var errors = points.SelectMany((point, i) => Errors(point, i, table)).ToList();
        var (worst, what) = errors.Max();
        output.WriteLine(
            $"{name,-20} {solver,-7} {(exact ? "exact" : "dense"),-6} t = {endTime,-4} "
            + $"largest error {worst:E2} in {what}; "
            + $"{run.Integration.Statistics.FieldEvaluations} evaluations, "
            + $"{run.Integration.Statistics.AcceptedSteps} steps, {run.Integration.Elapsed.TotalSeconds:F1} s");
        Assert.True(worst <= Bound, $"{what}: {worst:E2} > {Bound:E0}");
    }

    private static IEnumerable<(double Error, string What)> Errors(GoldenPoint point, int row, CsvTable table)
    {
        (double Expected, string Column)[] pairs =
        [
            (point.Rho, "rho"),
            (point.Loss, "loss"),
            (point.Rho * point.SmallestMargin, "raw_margin_min"),
            (point.MeanAbsoluteOutput, "mean_abs_f"),
        ];
        return pairs.Select(pair => (
            Math.Abs(table.Column(pair.Column)[row] - pair.Expected) / Math.Max(1, Math.Abs(pair.Expected)),
            $"{pair.Column} at t = {point.Time}"));
    }
}
