using System.Globalization;
using Flow.Experiments.Outputs.Figures;
using Flow.Integrators;
using Flow.Integrators.Nonsmooth;

namespace Flow.Benchmarks.Kinks;

/// <summary>True errors of the solvers against right-hand sides on the digits example.</summary>
internal static class KinkPrecision
{
    private const string Reference = "filippov";
    private const double ReferenceTolerance = 1e-10;

    // Errors must be so many times the distance of the two reference solutions.
    private const double Certainty = 10;
    private const long MostEvaluations = 300_000;

    private static readonly double[] Times = [5, 20, 100];
    private static readonly (string Solver, double[] Settings)[] Runs =
    [
        ("pab", [1e-4, 1e-5, 1e-6, 1e-7, 1e-8]),
        ("filippov", [1e-4, 1e-6, 1e-8]),
        ("dopri5", [1e-3, 1e-4, 1e-5, 1e-6]),
        ("dop853", [1e-3, 1e-4, 1e-5, 1e-6]),
        ("rk4", [0.1, 0.05, 0.02, 0.01, 0.005]),
        ("cvode", [1e-4, 1e-5, 1e-6, 1e-7]),
    ];

    /// <summary>Runs all solvers; the points and figures so far are written after each run.</summary>
    /// <param name="output">Receives the table.</param>
    /// <param name="end">The end of the flow: 5, 20 or 100.</param>
    /// <param name="directory">Receives kinks.csv, reference.csv and the figures.</param>
    /// <param name="peers">The recorded points of other programs.</param>
    public static void Run(TextWriter output, double end, string directory, string peers)
    {
        Directory.CreateDirectory(directory);
        double[] times = [.. Times.Where(time => time <= end)];
        using var problem = new KinkProblem(KinkProblem.Digits, times[^1]);
        var exact = problem.Rows(SolverCatalog.Find(Reference), ReferenceTolerance, null, times);
        WriteReference(Path.Combine(directory, "reference.csv"), exact);
        var check = problem.Rows(PatchedAdamsSolver.Make(new() { Order = 3, Step = 0.005 }), 1e-6, null, times);
        double[] doubt = [.. exact.Zip(check, static (one, other) => one.Error(other))];
        foreach (var (row, distance) in exact.Zip(doubt))
        {
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"t = {row.Time}: {Reference} at rtol {ReferenceTolerance:0e+0} ({row.Counts.FieldEvaluations} "
                + $"evaluations) and pab with steps of 0.005 differ by {distance:0.0e+0}"));
        }

        List<KinkPoint> points = [.. File.Exists(peers) ? KinkPoint.Read(peers).Where(p => p.Time <= end) : []];
        output.WriteLine(KinkPoint.Header);
        foreach (var (name, setting) in Runs.SelectMany(static run => run.Settings.Select(s => (run.Solver, s))))
        {
            var solver = SolverCatalog.Find(name);
            if (solver.Missing() is null)
            {
                var rows = problem.Rows(
                    solver, solver.IsAdaptive ? setting : 1e-6, solver.IsAdaptive ? null : setting, times,
                    MostEvaluations);
                for (var k = 0; k < rows.Count; k++)
                {
                    if (rows[k].Error(exact[k]) is var error && error > Certainty * doubt[k])
                    {
                        points.Add(new(
                            name, setting, rows[k].Time, rows[k].Counts.FieldEvaluations, rows[k].Cost,
                            rows[k].Seconds, error));
                        output.WriteLine(points[^1]);
                    }
                }

                Write(directory, points);
            }
        }
    }

    private static void WriteReference(string path, List<KinkRow> rows) => File.WriteAllLines(path, rows.Select(
        static row => string.Join(',', row.Outputs.Prepend(row.Time)
            .Select(static value => value.ToString("R", CultureInfo.InvariantCulture)))));

    private static void Write(string directory, List<KinkPoint> points)
    {
        File.WriteAllLines(
            Path.Combine(directory, "kinks.csv"), points.Select(static p => p.ToString()).Prepend(KinkPoint.Header));
        foreach (var time in points.GroupBy(static point => point.Time))
        {
            var chart = new LineChart(
                string.Create(CultureInfo.InvariantCulture, $"ReLU 64-32-32-1 on 357 digits, error at t = {time.Key}"),
                new ChartAxis("right-hand sides (forward pass 1/3, pass of one sample 1/N)", IsLogarithmic: true),
                new ChartAxis("largest error of an output", IsLogarithmic: true),
                [
                    .. time.GroupBy(static point => point.Solver).Select(static line => new ChartSeries(
                        line.Key,
                        [.. line.OrderBy(static p => p.Cost).Select(static p => p.Cost)],
                        [.. line.OrderBy(static p => p.Cost).Select(static p => p.Error)])
                    {
                        IsDashed = line.Key is not ("pab" or "filippov"),
                    }),
                ]);
            File.WriteAllText(
                Path.Combine(
                    directory, string.Create(CultureInfo.InvariantCulture, $"kinks-precision-{time.Key}.svg")),
                chart.ToSvg());
        }
    }
}
