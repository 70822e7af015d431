using System.Globalization;
using Flow.Benchmarks.Smooth;
using Flow.Integrators;
using Flow.Integrators.Sundials;

namespace Flow.Benchmarks.WorkPrecision;

/// <summary>True errors of the solvers against evaluations and seconds on random networks.</summary>
internal static class PrecisionStudy
{
    /// <summary>The method whose cost is compared with all others.</summary>
    public const string Own = "deflated-adams";

    private const int Networks = 30;
    private const int QuickNetworks = 4;

    // A run beyond is given up, and with it the tighter tolerances of its solver.
    private const long MostEvaluations = 4000;

    // Errors must be so many times that of the reference.
    private const double Certainty = 10;

    private static readonly double[] Tolerances = [1e-4, 1e-6, 1e-8, 1e-10];
    private static readonly double[] QuickTolerances = [1e-4, 1e-7];

    /// <summary>The solvers, in the order of the legend; CVODE's where it is installed.</summary>
    public static IReadOnlyList<Solver> Solvers { get; } =
    [
        .. new[] { Own, "dopri5", "tsit5", "dop853", "bdf", "radau5", "rkc2", "rock2" }.Select(SolverCatalog.Find),
        .. Cvode.Missing is not null ? [] : (Solver[])
        [
            SolverCatalog.Find("cvode"),
            SolverCatalog.Find("cvode-bdf"),
            SolverCatalog.ThroughCvode(
                "cvode-bdf (blocks)", 5, "BDF in the norm of blocks.", new(CvodeMethod.Bdf, CvodeWeights.Blocks)),
        ],
    ];

    /// <summary>Runs the study and prints its tables; points, tables and figures of the networks so far are written
    /// after each of them.</summary>
    /// <param name="output">Receives the tables.</param>
    /// <param name="isQuick">Whether few networks and tolerances are enough.</param>
    /// <param name="directory">Receives the files.</param>
    public static void Run(TextWriter output, bool isQuick, string directory)
    {
        List<PrecisionPoint> points = [];
        List<RandomNetwork> networks = [];
        Directory.CreateDirectory(directory);
        for (var seed = 1; seed <= (isQuick ? QuickNetworks : Networks); seed++)
        {
            networks.Add(RandomNetwork.Of(seed));
            points.AddRange(Measure(networks[^1], isQuick ? QuickTolerances : Tolerances));
            Write(directory, points, networks);
        }

        PrecisionTables.Print(output, points, networks);
    }

    private static void Write(string directory, List<PrecisionPoint> points, List<RandomNetwork> networks)
    {
        File.WriteAllLines(Path.Combine(directory, "work-precision.csv"), points
            .Select(static p => string.Create(
                CultureInfo.InvariantCulture,
                $"{p.Seed},{p.Solver},{p.Rtol:0e+0},{p.Evaluations},{p.Seconds:0.0000},{p.Error:0.000e+0}"))
            .Prepend("network,solver,rtol,evaluations,seconds,error"));
        PrecisionFigures.Write(directory, points, networks.Count);
        using var tables = new StreamWriter(Path.Combine(directory, "work-precision.md"));
        PrecisionTables.Print(tables, points, networks);
    }

    private static IEnumerable<PrecisionPoint> Measure(RandomNetwork network, double[] tolerances)
    {
        using var flow = new SmoothProblem(
            network.Kind, network.Yaml, RandomNetwork.Times, 1e-13, hasProducts: true);
        var doubt = flow.Measure(SolverCatalog.Find("dop853"), 1e-12).Error;
        // What is compiled at its first use counts for nobody.
        foreach (var solver in Solvers)
        {
            flow.Measure(solver, 1e-2, MostEvaluations);
        }

        foreach (var solver in Solvers)
        {
            foreach (var rtol in tolerances)
            {
                // Time of the processor: others on the machine lengthen the time of the clock.
                var start = Environment.CpuUsage.TotalTime;
                var run = flow.Measure(solver, rtol, MostEvaluations);
                var elapsed = Environment.CpuUsage.TotalTime - start;
                if (!double.IsFinite(run.Error) || run.Result.Status != IntegrationStatus.EndReached)
                {
                    break;
                }

                if (run.Error > Certainty * doubt)
                {
                    var counts = run.Result.Statistics;
                    yield return new(
                        network.Seed,
                        solver.Name,
                        rtol,
                        counts.FieldEvaluations + counts.JacobianProducts,
                        elapsed.TotalSeconds,
                        run.Error);
                }
            }
        }
    }
}
