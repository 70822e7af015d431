using Flow.Benchmarks.Smooth;
using Flow.Integrators;
using Flow.Integrators.Problems;
using Flow.Integrators.Sampling;
using Flow.Integrators.Spaces;
using Flow.TestKit;
using Flow.TestKit.Ivp;

namespace Flow.Benchmarks.WorkPrecision;

/// <summary>Runs of a problem that is no network, with its solution at the times that errors are measured at.</summary>
/// <param name="Field">F.</param>
/// <param name="Start">y0 at t = 0.</param>
/// <param name="Times">The times; the last one is the end.</param>
/// <param name="Solution">The solution at these times.</param>
/// <param name="Floor">The size below which a component counts absolutely: atol = rtol Floor.</param>
internal sealed record InitialValueRuns(
    VectorFunction Field, double[] Start, double[] Times, double[][] Solution, double Floor)
{
    private const int HeatPoints = 100;

    /// <summary>u' = u_xx on 100 inner points of [0, 1], zero at the ends, from a hat of height 1; its solution is a
    /// sum of the modes of the differences.</summary>
    public static InitialValueRuns Heat
    {
        get
        {
            double[] start = [.. Enumerable.Range(1, HeatPoints).Select(static i => 1 - Math.Abs(1 - (2 * Place(i))))];
            double[] times = [0.001, 0.01, 0.03, 0.1, 0.2];
            return new(HeatField, start, times, [.. times.Select(time => HeatAt(start, time))], 1);
        }
    }

    /// <summary>A problem of the test sets, whose error is that of its end value.</summary>
    public static InitialValueRuns Of(IvpProblem problem) =>
        new(problem.Field, problem.Start, [problem.EndTime], [problem.Reference], problem.Floor);

    /// <summary>Evaluations, and the largest error |y_i - solution_i| / (Floor + |solution_i|) at any of the times.
    /// </summary>
    public SmoothRun Measure(Solver solver, double rtol, long mostEvaluations)
    {
        var (error, count) = (0.0, 0);
        var space = new ArraySpace(Start.Length);
        var problem = new OdeProblem(space, new ArrayField(Field), 0, space.Create(Start), Times[^1]);
        var settings = new IntegrationSettings
        {
            Tolerances = new Tolerances(rtol, rtol * Floor),
            Samples = new SamplePoints(Times),
            StopWhen = step => step.Statistics.FieldEvaluations > mostEvaluations,
        };
        var result = new Integrator(problem, solver, settings).Run(new Recorder(state =>
        {
            error = Math.Max(error, Distance(state, Solution[count]));
            count++;
        }));
        return new(result, count == Times.Length ? error : double.NaN);
    }

    private static double Place(int point) => point / (HeatPoints + 1.0);

    private static void HeatField(double time, ReadOnlySpan<double> y, Span<double> result)
    {
        const double Scale = (HeatPoints + 1.0) * (HeatPoints + 1.0);
        for (var i = 0; i < y.Length; i++)
        {
            var (left, right) = (i > 0 ? y[i - 1] : 0, i < y.Length - 1 ? y[i + 1] : 0);
            result[i] = Scale * (left - (2 * y[i]) + right);
        }
    }

    private static double[] HeatAt(double[] start, double time)
    {
        var result = new double[HeatPoints];
        for (var mode = 1; mode <= HeatPoints; mode++)
        {
            var angle = mode * Math.PI;
            var root = 2 * (HeatPoints + 1) * Math.Sin(0.5 * angle / (HeatPoints + 1));
            var amplitude = start.Select((value, i) => value * Math.Sin(angle * Place(i + 1))).Sum();
            var now = 2 * amplitude * Math.Exp(-root * root * time) / (HeatPoints + 1);
            for (var i = 0; i < HeatPoints; i++)
            {
                result[i] += now * Math.Sin(angle * Place(i + 1));
            }
        }

        return result;
    }

    private double Distance(ReadOnlySpan<double> state, double[] solution)
    {
        var error = 0.0;
        for (var i = 0; i < solution.Length; i++)
        {
            error = Math.Max(error, Math.Abs(state[i] - solution[i]) / (Floor + Math.Abs(solution[i])));
        }

        return error;
    }

    private sealed class Recorder(Recording record) : IIntegrationObserver
    {
        public void OnSample(in Sample sample) => record(((ArrayVector)sample.State).Values);
    }

    private delegate void Recording(ReadOnlySpan<double> state);
}
