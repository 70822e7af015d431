using Flow.Benchmarks.Smooth;
using Flow.Integrators;

namespace Flow.Benchmarks.WorkPrecision;

/// <summary>Runs a solver at ever tighter tolerances, until it costs too much or is accurate enough.</summary>
/// <param name="MostEvaluations">A run beyond is given up, and with it the tighter tolerances.</param>
/// <param name="Enough">No tighter tolerance is tried below this error.</param>
/// <param name="LeastSeconds">Runs are repeated until they took so long together; the shortest counts.</param>
internal sealed record WorkLadder(long MostEvaluations, double Enough, double LeastSeconds)
{
    private const int MostRepetitions = 5;

    /// <summary>The runs.</summary>
    /// <param name="problem">The name of the problem.</param>
    /// <param name="solver">The name of the solver.</param>
    /// <param name="tolerances">The tolerances, loosest first.</param>
    /// <param name="measure">A run at a tolerance with a limit of its evaluations.</param>
    public IEnumerable<PrecisionPoint> Climb(
        string problem, string solver, IEnumerable<double> tolerances, Func<double, long, SmoothRun> measure)
    {
        foreach (var rtol in tolerances)
        {
            var point = Measure(problem, solver, rtol, measure);
            yield return point;
            if (!point.HasEnded || point.Error < Enough)
            {
                yield break;
            }
        }
    }

    private PrecisionPoint Measure(
        string problem, string solver, double rtol, Func<double, long, SmoothRun> measure)
    {
        var (least, sum) = (double.PositiveInfinity, 0.0);
        SmoothRun run;
        var repetitions = 0;
        do
        {
            // Time of the processor: others on the machine lengthen the time of the clock.
            var start = Environment.CpuUsage.TotalTime;
            run = measure(rtol, MostEvaluations);
            var seconds = (Environment.CpuUsage.TotalTime - start).TotalSeconds;
            (least, sum, repetitions) = (Math.Min(least, seconds), sum + seconds, repetitions + 1);
        }
        while (sum < LeastSeconds && repetitions < MostRepetitions);

        var counts = run.Result.Statistics;
        var hasEnded = run.Result.Status == IntegrationStatus.EndReached;
        return new(
            problem,
            solver,
            rtol,
            counts.FieldEvaluations + counts.JacobianProducts,
            least,
            hasEnded ? run.Error : double.NaN,
            run.Result.Status.Name);
    }
}
