using Flow.Benchmarks.Smooth;
using Flow.Integrators;
using Flow.Integrators.Sundials;

namespace Flow.Benchmarks.WorkPrecision;

/// <summary>True errors of this program's smooth solvers and of CVODE against evaluations on random networks.</summary>
internal static class NetworkStudy
{
    /// <summary>Evaluations are compared at these true errors.</summary>
    public static readonly double[] Levels = [1e-4, 1e-6, 1e-8];

    /// <summary>The name of the run that tells how far the reference is to be trusted.</summary>
    public const string Doubt = "doubt";

    private const double ReferenceTolerance = 1e-13;
    private const double DoubtTolerance = 1e-12;
    private static readonly double[] Tolerances = [.. Enumerable.Range(2, 10).Select(static k => Math.Pow(10, -k))];

    private static readonly double[] FewTolerances = [1e-4, 1e-6, 1e-8, 1e-10];

    // A third of the last level: one more point beyond it.
    private static readonly WorkLadder Ladder = new(20_000, Levels[^1] / 3, 0);

    /// <summary>The methods of the program whose evaluations are compared.</summary>
    public static IReadOnlyList<string> Own { get; } = ["auto", "deflated-adams"];

    /// <summary>Their rivals.</summary>
    public static IReadOnlyList<Solver> Rivals { get; } =
    [
        SolverCatalog.ThroughCvode(
            "cvode-bdf (blocks)", 5, "BDF in the norm of blocks.", new(CvodeMethod.Bdf, CvodeWeights.Blocks)),
        SolverCatalog.Find("cvode-bdf"),
        SolverCatalog.Find("cvode"),
    ];

    /// <summary>Measures the networks of a set; each is added to the file when it is done, and runs of solvers that the
    /// file has are left out.</summary>
    /// <param name="set">The set.</param>
    /// <param name="directory">Receives the file.</param>
    /// <param name="first">The first seed.</param>
    /// <param name="last">The last seed.</param>
    public static void Run(string set, string directory, int first, int last)
    {
        Directory.CreateDirectory(directory);
        var file = FileOf(set, directory);
        if (!File.Exists(file))
        {
            File.WriteAllLines(file, [PrecisionPoint.Header]);
        }

        var known = PrecisionPoint.Read(file).Select(static point => (point.Problem, point.Solver)).ToHashSet();
        string[] solvers =
            [Doubt, .. Own, .. Cvode.Missing is null ? Rivals.Select(static rival => rival.Name) : []];
        foreach (var network in Enumerable.Range(first, last - first + 1).Select(s => RandomNetwork.Of(set, s)))
        {
            string[] missing = [.. solvers.Where(solver => !known.Contains((network.Key, solver)))];
            if (missing.Length > 0)
            {
                List<PrecisionPoint> points = [.. Measure(network, missing)];
                File.AppendAllLines(file, points.Select(static point => point.Line));
            }
        }
    }

    /// <summary>The file of a set.</summary>
    public static string FileOf(string set, string directory) => Path.Combine(directory, $"networks-{set}.csv");

    private static IEnumerable<PrecisionPoint> Measure(RandomNetwork network, string[] names)
    {
        using var flow = new SmoothProblem(
            network.Kind,
            network.Yaml,
            RandomNetwork.Times,
            ReferenceTolerance,
            Cvode.Missing is null ? SolverCatalog.Find("cvode-bdf") : null);
        if (names.Contains(Doubt))
        {
            var known = flow.Measure(SolverCatalog.Find("deflated-adams"), DoubtTolerance);
            yield return new(
                network.Key,
                Doubt,
                DoubtTolerance,
                known.Result.Statistics.FieldEvaluations,
                known.Result.Elapsed.TotalSeconds,
                known.Error,
                known.Result.Status.Name);
        }

        foreach (var name in names.Where(static name => name != Doubt))
        {
            var solver = name == flow.Auto.Name
                ? flow.Auto
                : Rivals.FirstOrDefault(rival => rival.Name == name) ?? SolverCatalog.Find(name);
            // What is compiled at its first use counts for nobody.
            flow.Measure(solver, 1e-2, Ladder.MostEvaluations);
            foreach (var point in Ladder.Climb(
                network.Key,
                name,
                name == "cvode" ? FewTolerances : Tolerances,
                (rtol, most) => flow.Measure(solver, rtol, most)))
            {
                yield return point;
            }
        }
    }
}
