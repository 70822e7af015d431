using System.Diagnostics;
using System.Globalization;
using Flow.Benchmarks.Smooth;
using Flow.Integrators;

namespace Flow.Benchmarks.WorkPrecision;

/// <summary>Seconds of deflated-adams beside those of CVODE with a right-hand side on OpenBLAS, both on one thread in
/// blocks that alternate, at equal true errors.</summary>
internal static class SecondsTable
{
    private const string Own = "deflated-adams";
    private static readonly double[] Tolerances = [1e-3, 1e-4, 1e-5, 1e-6, 1e-7, 1e-8, 1e-9, 1e-10];
    private static readonly string[] Methods = ["bdf", "adams-gmres"];

    /// <summary>Prints the table.</summary>
    /// <param name="output">Receives it.</param>
    /// <param name="problem">The flow.</param>
    /// <param name="peer">The program made from bench/peers/cvode_flow.c.</param>
    /// <param name="file">The exported flow.</param>
    /// <param name="blocks">How often each side runs all its tolerances.</param>
    public static void Print(TextWriter output, string problem, string peer, string file, int blocks)
    {
        using var flow = SmoothProblem.Named(problem, 1e-13);
        var solver = SolverCatalog.Find(Own);
        List<PrecisionPoint> own = [], others = [];
        var ladder = new WorkLadder(long.MaxValue, 0, 0);
        for (var block = 0; block <= blocks; block++)
        {
            List<PrecisionPoint> mine =
                [.. ladder.Climb(problem, Own, Tolerances, (rtol, _) => flow.Measure(solver, rtol))];
            // The first block warms up.
            if (block > 0)
            {
                own.AddRange(mine);
                others.AddRange(Methods.SelectMany(method => Runs(peer, problem, file, method)));
            }
        }

        output.WriteLine(
            "| true error | ours, evaluations | seconds | CVODE's method | evaluations | seconds | ratio of minima "
            + "| of medians |");
        output.WriteLine("|---|---|---|---|---|---|---|---|");
        foreach (var rival in others.Select(static p => p.Solver).Distinct())
        {
            List<PrecisionPoint> its = [.. others.Where(p => p.Solver == rival)];
            foreach (var level in NetworkStudy.Levels)
            {
                var (mine, theirs) = (Cost(own, level, Least), Cost(its, level, Least));
                var middle = Cost(its, level, Median) / Cost(own, level, Median);
                var (ours, count) = (Cost(own, level, Count), Cost(its, level, Count));
                output.WriteLine(
                    Text($"| {level:0e+0} | {ours:0} | {mine:0.0000} | {rival} | {count:0} | {theirs:0.0000} ")
                    + Text($"| {theirs / mine:0.00} | {middle:0.00} |"));
            }
        }
    }

    private static double Cost(List<PrecisionPoint> points, double level, Func<List<PrecisionPoint>, double> of) =>
        new WorkCurve(points.Where(static p => p.HasEnded).GroupBy(static p => p.Rtol)
            .Select(group => (group.First().Error, of([.. group])))).CostOf(level);

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private static double Least(List<PrecisionPoint> points) => points.Min(static p => p.Seconds);

    private static double Median(List<PrecisionPoint> points) =>
        points.Select(static p => p.Seconds).Order().ElementAt(points.Count / 2);

    private static double Count(List<PrecisionPoint> points) => points[0].Evaluations;

    private static List<PrecisionPoint> Runs(string peer, string problem, string file, string method)
    {
        var tolerances = string.Join(',', Tolerances.Select(static t => t.ToString(CultureInfo.InvariantCulture)));
        var start = new ProcessStartInfo(peer, [problem, file, method, tolerances]) { RedirectStandardOutput = true };
        start.Environment["OPENBLAS_NUM_THREADS"] = "1";
        using var process = Process.Start(start) ?? throw new InvalidOperationException($"{peer} does not start.");
        List<PrecisionPoint> points = [];
        while (process.StandardOutput.ReadLine() is { } line)
        {
            points.Add(PrecisionPoint.Parse(line));
        }

        process.WaitForExit();
        return points;
    }
}
