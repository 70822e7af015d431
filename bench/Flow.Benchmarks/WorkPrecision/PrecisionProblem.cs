using Flow.Benchmarks.Smooth;
using Flow.Integrators;
using Flow.Integrators.Sundials;
using Flow.Integrators.Switching;
using Flow.TestKit.Ivp;

namespace Flow.Benchmarks.WorkPrecision;

/// <summary>A problem of the study with the solvers that are meant for it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Solvers">Their names.</param>
internal sealed record PrecisionProblem(string Name, string[] Solvers)
{
    /// <summary>The problems.</summary>
    public static readonly PrecisionProblem[] All =
    [
        new("flow-swish50", FlowSolvers),
        new("flow-tanh-nowd", FlowSolvers),
        new("flow-rho10", FlowSolvers),
        new("heat", [Auto, "rkc2", "rkl2", "rock2", "rodas5p", "radau5", "bdf", "dopri5", "cvode-bdf"]),
        new("orego", [Auto, "rodas5p", "radau5", "bdf", "cvode-bdf"]),
        new("hires", [Auto, "rodas5p", "radau5", "bdf", "cvode-bdf"]),
    ];

    private const string Auto = "auto";
    private const double ReferenceTolerance = 1e-13;

    private static readonly double[] Tolerances = [.. Enumerable.Range(2, 10).Select(static k => Math.Pow(10, -k))];

    private static readonly WorkLadder Ladder = new(10_000, 1e-9, 0.2);
    private static readonly WorkLadder StiffLadder = new(200_000, 1e-9, 0.1);

    // Steps of the field's practice, and the runs that they may cost.
    private static readonly double[] EulerSteps = [1, 0.5, 0.2, 0.1, 0.05, 0.02];
    private static readonly double[] RungeKuttaSteps = [2, 1, 0.5, 0.2, 0.1];
    private static readonly WorkLadder FixedLadder = new(40_000, 0, 0);

    private static string[] FlowSolvers =>
    [
        Auto, "deflated-adams", "tsit5", "dop853", "bdf", "rkc2", "euler", "rk4", "cvode",
        "cvode-bdf",
    ];

    /// <summary>The runs of all its solvers.</summary>
    public IEnumerable<PrecisionPoint> Measure() =>
        Name.StartsWith("flow", StringComparison.Ordinal) ? MeasureFlow() : MeasureInitialValue();

    private IEnumerable<PrecisionPoint> MeasureFlow()
    {
        using var flow = SmoothProblem.Named(Name, ReferenceTolerance);
        var sharpness = flow.MeasureSharpness();
        foreach (var name in Installed())
        {
            var solver = name == Auto ? flow.Auto : SolverCatalog.Find(name);
            var points = solver.IsAdaptive
                ? Warm(solver, flow.Measure).Climb(
                    Name, name, Tolerances, (rtol, most) => flow.Measure(solver, rtol, most))
                : FixedLadder.Climb(
                    Name,
                    name,
                    name == "euler" ? EulerSteps : RungeKuttaSteps,
                    (part, most) => flow.Measure(solver, 1, most, part / sharpness));
            foreach (var point in points)
            {
                yield return point;
            }
        }
    }

    // What is compiled at its first use counts for nobody.
    private static WorkLadder Warm(Solver solver, Func<Solver, double, long, double?, SmoothRun> measure)
    {
        measure(solver, 1e-2, Ladder.MostEvaluations, null);
        return Ladder;
    }

    private IEnumerable<PrecisionPoint> MeasureInitialValue()
    {
        var runs = Name switch
        {
            "heat" => InitialValueRuns.Heat,
            "orego" => InitialValueRuns.Of(IvpProblems.Orego),
            _ => InitialValueRuns.Of(IvpProblems.Hires),
        };
        foreach (var name in Installed())
        {
            var solver = name == Auto
                ? SwitchingSolver.Make(
                    Auto,
                    SolverCatalog.Find("deflated-adams"),
                    SolverCatalog.Find("rkc2"),
                    SolverCatalog.Find("bdf"))
                : SolverCatalog.Find(name);
            runs.Measure(solver, 1e-2, StiffLadder.MostEvaluations);
            foreach (var point in StiffLadder.Climb(
                Name, name, Tolerances, (rtol, most) => runs.Measure(solver, rtol, most)))
            {
                yield return point;
            }
        }
    }

    private IEnumerable<string> Installed() =>
        Solvers.Where(static name => Cvode.Missing is null || !name.StartsWith("cvode", StringComparison.Ordinal));
}
