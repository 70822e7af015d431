using Flow.TestKit;
using Xunit.Abstractions;

namespace Flow.Integrators.Tests.Stabilized;

/// <summary>Order 2 with few and with many stages: h times the spectral radius from 1 to 10,000.</summary>
public class StiffOrderTests(ITestOutputHelper output)
{
    private const double Tolerance = 0.1;

    public static TheoryData<string, double> Regimes
    {
        get
        {
            var cases = new TheoryData<string, double>();
            foreach (var solver in SolverCatalog.All.Where(static entry => entry.Kind == SolverKind.Stabilized))
            {
                foreach (var stiffness in (double[])[1, 100, 10_000])
                {
                    cases.Add(solver.Name, stiffness);
                }
            }

            return cases;
        }
    }

    public static TheoryData<string, double> Rates
    {
        get
        {
            var cases = new TheoryData<string, double>();
            foreach (var solver in SolverCatalog.All.Where(static entry => entry.Kind == SolverKind.Stabilized))
            {
                foreach (var rate in (double[])[0, 1, 5, 20, 50])
                {
                    cases.Add(solver.Name, rate);
                }
            }

            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Regimes))]
    public void Order_is_2_where_h_times_the_radius_is_kept(string solver, double stiffness)
    {
        var order = ConvergenceOrder.Measure(
            count => Error(WithStiffPart(stiffness * count / 20), solver, count), 80, 1280, 1e-11, points: 2);
        Report(solver, $"h rho = {stiffness}", order);
    }

    // Prothero, Robinson 1974; rate 0 is the quadrature y' = -sin t, which tests the times of the stages alone.
    [Theory]
    [MemberData(nameof(Rates))]
    public void Order_is_2_on_the_problem_of_Prothero_and_Robinson(string solver, double rate)
    {
        var known = new KnownSolution(
            "prothero-robinson", 0, 4, 1,
            (time, y, result) => result[0] = (-rate * (y[0] - Math.Cos(time))) - Math.Sin(time),
            static (time, y) => y[0] = Math.Cos(time));
        var order = ConvergenceOrder.Measure(count => Error(known, solver, count), 160, 5120, 1e-12, points: 2);
        Report(solver, $"lambda = {rate}", order);
    }

    // A grid as fine as h times the radius 4 / dx^2 demands, from a fourth of the steps to the next.
    [Theory]
    [MemberData(nameof(Regimes))]
    public void Order_is_2_on_the_heat_equation(string solver, double stiffness)
    {
        var first = stiffness < 1000 ? 64 : 16;
        int[] counts = [4 * first, 16 * first];
        double[] errors = [.. counts.Select(count => Error(
            HeatEquation.Make(Math.Sqrt(stiffness * count / (4 * HeatEquation.End))), solver, count))];
        var order = ConvergenceOrder.Slope([.. counts.Select(static count => 1.0 / count)], errors);
        Report(solver, $"heat equation, h rho = {stiffness}", order);
    }

    private void Report(string solver, string what, double order)
    {
        output.WriteLine($"{solver}, {what}: order {order:F3}");
        Assert.InRange(order, 2 - Tolerance, 2 + Tolerance);
    }

    private static double Error(KnownSolution known, string solver, int count)
    {
        var (problem, error) = (known.ToProblem(), 0.0);
        var result = problem.Run(solver, Solvers.EqualSteps(problem, count), new Observer(
            null, step => error = Math.Max(error, known.Error(step.Time, step.State))));
        Assert.Equal((IntegrationStatus.EndReached, (long)count), (result.Status, result.Statistics.AcceptedSteps));
        return error;
    }

    // The linear system of the other order tests with a stiff unknown that it is coupled to.
    private static KnownSolution WithStiffPart(double rate)
    {
        return new("stiff linear", 0, 20, 5, Field, Solution);

        void Field(double time, ReadOnlySpan<double> y, Span<double> result)
        {
            KnownSolutions.Linear.Field(time, y[..4], result[..4]);
            result[0] += 0.1 * (y[4] - Math.Cos(time));
            result[4] = (-rate * (y[4] - Math.Cos(time))) - Math.Sin(time);
        }

        static void Solution(double time, double[] y)
        {
            var linear = new double[4];
            KnownSolutions.Linear.Solution(time, linear);
            linear.CopyTo(y, 0);
            y[4] = Math.Cos(time);
        }
    }
}
