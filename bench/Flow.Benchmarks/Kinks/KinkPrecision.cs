using System.Globalization;
using Flow.Experiments.Outputs.Figures;
using Flow.Integrators;
using Flow.Integrators.Nonsmooth;

namespace Flow.Benchmarks.Kinks;

/// <summary>True errors of the solvers against right-hand sides on the digits example.</summary>
internal static class KinkPrecision
{
    private const string Oracle = "filippov";
    private const string Fixed = "pab with fixed steps";
    private const double ReferenceTolerance = 1e-10;
    private const double CheckTolerance = 1e-8;

    // Errors must be so many times the distance of the two runs of the oracle.
    private const double Certainty = 10;
    private const long MostEvaluations = 300_000;

    private static readonly double[] Times = [5, 20, 100];
    private static readonly (string Solver, double[] Settings)[] Runs =
    [
        ("pab", [1e-4, 1e-5, 1e-6, 1e-7]),
        (Fixed, [0.05, 0.02, 0.01, 0.005]),
        ("rk4", [0.1, 0.05, 0.02, 0.01]),
        ("dopri5", [1e-3, 1e-4, 1e-5, 1e-6]),
        ("dop853", [1e-3, 1e-4, 1e-5]),
        ("cvode", [1e-4, 1e-5, 1e-6]),
        (Oracle, [1e-4, 1e-6]),
    ];

    /// <summary>Runs all solvers; the points and figures so far are written after each run.</summary>
    /// <param name="output">Receives the points.</param>
    /// <param name="end">The end of the flow: 5, 20 or 100.</param>
    /// <param name="directory">Receives kinks.csv, the figures and reference.csv, which is taken where it is there.
    /// </param>
    /// <param name="peers">The recorded points of other programs.</param>
    /// <param name="part">Part of the names of the solvers that are run; the points of others are taken from kinks.csv.
    /// </param>
    public static void Run(TextWriter output, double end, string directory, string peers, string part)
    {
        Directory.CreateDirectory(directory);
        double[] times = [.. Times.Where(time => time <= end)];
        using var problem = new KinkProblem(KinkProblem.Digits, times[^1]);
        var file = Path.Combine(directory, "reference.csv");
        if (!File.Exists(file))
        {
            WriteReference(file, problem.Rows(SolverCatalog.Find(Oracle), ReferenceTolerance, null, times));
        }

        var exact = ReadReference(file);
        var before = Path.Combine(directory, "kinks.csv");
        List<KinkPoint> points = part.Length > 0 && File.Exists(before)
            ? [.. KinkPoint.Read(before).Where(point => !IsNamed(point.Solver, part))]
            : [.. File.Exists(peers) ? KinkPoint.Read(peers).Where(p => p.Time <= end) : []];
        output.WriteLine(KinkPoint.Header);
        var doubt = Points(problem, Oracle, CheckTolerance, times, exact).ToDictionary(static p => p.Time, p =>
        {
            output.WriteLine($"# the reference against {p}, {problem.Kinks.Units} units");
            return p.Error;
        });
        foreach (var (name, setting) in Runs.Where(run => IsNamed(run.Solver, part))
            .SelectMany(static run => run.Settings.Select(s => (run.Solver, s))))
        {
            foreach (var point in Points(problem, name, setting, times, exact)
                .Where(point => point.Error > Certainty * doubt[point.Time]))
            {
                points.Add(point);
                output.WriteLine(point);
            }

            Write(directory, points);
        }
    }

    /// <summary>Draws the figures again, from the points of an earlier call and the recorded ones of other programs.
    /// </summary>
    /// <param name="directory">Has kinks.csv and receives the figures.</param>
    /// <param name="peers">The recorded points of other programs.</param>
    public static void Draw(string directory, string peers)
    {
        var recorded = KinkPoint.Read(peers).ToList();
        var own = KinkPoint.Read(Path.Combine(directory, "kinks.csv"))
            .Where(point => recorded.All(other => other.Solver != point.Solver)).ToList();
        Write(directory, [.. own, .. recorded.Where(other => own.Any(point => point.Time == other.Time))]);
    }

    private static bool IsNamed(string solver, string part) => solver.Contains(part, StringComparison.Ordinal);

    private static IEnumerable<KinkPoint> Points(
        KinkProblem problem, string name, double setting, double[] times, Dictionary<double, double[]> exact)
    {
        var solver = name == Fixed ? PatchedAdamsSolver.Make(new() { Step = setting }) : SolverCatalog.Find(name);
        var isStep = name == Fixed || !solver.IsAdaptive;
        return solver.Missing() is not null ? [] : problem
            .Rows(solver, isStep ? 1e-6 : setting, solver.IsAdaptive ? null : setting, times, MostEvaluations)
            .Select(row => new KinkPoint(
                name, setting, row.Time, row.Counts.FieldEvaluations, row.Cost, row.Seconds,
                row.Error(exact[row.Time])));
    }

    private static Dictionary<double, double[]> ReadReference(string path) => File.ReadLines(path)
        .Select(static line => Array.ConvertAll(
            line.Split(','), static cell => double.Parse(cell, CultureInfo.InvariantCulture)))
        .ToDictionary(static row => row[0], static row => row[1..]);

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
                        IsDashed = line.Key is not ("pab" or Fixed or Oracle),
                        IsPoints = line.Count() == 1,
                    }),
                ]);
            File.WriteAllText(
                Path.Combine(
                    directory, string.Create(CultureInfo.InvariantCulture, $"kinks-precision-{time.Key}.svg")),
                chart.ToSvg());
        }
    }
}
