using System.Globalization;
using Flow.Experiments.Outputs.Figures;

namespace Flow.Benchmarks.WorkPrecision;

/// <summary>True errors against evaluations and seconds on named problems, beside recorded runs of other programs.
/// </summary>
internal static class ProblemStudy
{
    private const string File = "work-precision.csv";
    private const int MostCurves = 14;

    /// <summary>Measures problems and writes their points over those that the file has.</summary>
    /// <param name="directory">Receives the file.</param>
    /// <param name="names">The problems.</param>
    public static void Run(string directory, IReadOnlyCollection<string> names)
    {
        Directory.CreateDirectory(directory);
        var file = Path.Combine(directory, File);
        foreach (var problem in PrecisionProblem.All.Where(p => names.Contains("all") || names.Contains(p.Name)))
        {
            List<PrecisionPoint> points = [.. problem.Measure()];
            points.InsertRange(0, PrecisionPoint.Read(file).Where(point => point.Problem != problem.Name));
            System.IO.File.WriteAllLines(file, points.Select(static p => p.Line).Prepend(PrecisionPoint.Header));
        }
    }

    /// <summary>Prints tables of what errors cost and draws the figures.</summary>
    /// <param name="output">Receives the tables.</param>
    /// <param name="directory">Has the points and receives the figures.</param>
    /// <param name="peers">The files of the peers.</param>
    public static void Report(TextWriter output, string directory, IEnumerable<string> peers)
    {
        List<PrecisionPoint> points =
        [
            .. PrecisionPoint.Read(Path.Combine(directory, File)), .. peers.SelectMany(PrecisionPoint.Read),
        ];
        foreach (var problem in PrecisionProblem.All.Where(p => points.Exists(point => point.Problem == p.Name)))
        {
            List<IGrouping<string, PrecisionPoint>> solvers =
                [.. points.Where(p => p.Problem == problem.Name && p.HasEnded).GroupBy(static p => p.Solver)];
            PrintTable(output, problem.Name, solvers);
            Draw(directory, problem.Name, "evaluations", "evaluations", solvers, static p => p.Evaluations);
            Draw(directory, problem.Name, "seconds", "seconds of the processor", solvers, static p => p.Seconds);
        }
    }

    // More curves than can be told apart become two figures, of this program's solvers and of other programs.
    private static void Draw(
        string directory,
        string problem,
        string name,
        string label,
        List<IGrouping<string, PrecisionPoint>> solvers,
        Func<PrecisionPoint, double> cost)
    {
        if (solvers.Count <= MostCurves)
        {
            DrawOne(directory, problem, name, label, solvers, cost);
            return;
        }

        var (own, others) = (solvers.Where(static s => !IsOther(s.Key)), solvers.Where(static s => IsOther(s.Key)));
        DrawOne(directory, problem, name, label, own, cost);
        var shown = own.Where(static solver => NetworkStudy.Own.Contains(solver.Key)).Concat(others);
        DrawOne(directory, problem, name, label, shown, cost, "-peers");
    }

    // Those of the peers' files.
    private static bool IsOther(string solver) =>
        solver.StartsWith("SciPy", StringComparison.Ordinal) || solver.EndsWith("(C)", StringComparison.Ordinal);

    private static void PrintTable(
        TextWriter output, string problem, IEnumerable<IGrouping<string, PrecisionPoint>> solvers)
    {
        output.WriteLine();
        output.WriteLine($"### {problem}");
        output.WriteLine("| solver | evaluations for 1e-4, 1e-6, 1e-8 | seconds | least error |");
        output.WriteLine("|---|---|---|---|");
        foreach (var solver in solvers)
        {
            var evaluations = new WorkCurve(solver.Select(static p => (p.Error, (double)p.Evaluations)));
            var seconds = new WorkCurve(solver.Select(static p => (p.Error, p.Seconds)));
            output.WriteLine(Text(
                $"| {solver.Key} | {Costs(evaluations, "#,0")} | {Costs(seconds, "0.000")} ")
                + Text($"| {solver.Min(static p => p.Error):0.0e+0} |"));
        }
    }

    private static string Costs(WorkCurve curve, string format) => string.Join(" / ", NetworkStudy.Levels
        .Select(curve.CostOf)
        .Select(cost => double.IsFinite(cost) ? cost.ToString(format, CultureInfo.InvariantCulture) : "-"));

    private static void DrawOne(
        string directory,
        string problem,
        string name,
        string label,
        IEnumerable<IGrouping<string, PrecisionPoint>> solvers,
        Func<PrecisionPoint, double> cost,
        string suffix = "")
    {
        var chart = new LineChart(
            $"{problem}: true error against {name}",
            new ChartAxis(label, IsLogarithmic: true),
            new ChartAxis("largest error", IsLogarithmic: true),
            [.. solvers.Select(solver => Line(solver, cost))]);
        var file = $"work-precision-{problem}-{name}{suffix}.svg";
        System.IO.File.WriteAllText(Path.Combine(directory, file), chart.ToSvg());
    }

    private static ChartSeries Line(IGrouping<string, PrecisionPoint> solver, Func<PrecisionPoint, double> cost)
    {
        List<PrecisionPoint> points = [.. solver.OrderByDescending(static p => p.Rtol)];
        return new(solver.Key, [.. points.Select(cost)], [.. points.Select(static p => p.Error)])
        {
            IsDashed = solver.Key.StartsWith("cvode", StringComparison.Ordinal)
                || solver.Key.StartsWith("SciPy", StringComparison.Ordinal),
        };
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
