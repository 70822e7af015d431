using Flow.TestKit;

namespace Flow.Integrators.Tests.Stiff;

/// <summary>Orders on the problem of Prothero and Robinson with h times the rate far above 1, where Runge-Kutta-like
/// methods lose some.</summary>
public class StiffLimitTests
{
    private const double Rate = 1e6;

    // Errors of C h^4 / (h rate): order 4 where h times the rate is fixed (Steinebach 2023;
    // Hairer, Wanner 1996, IV.15), so 3 at a fixed rate.
    [Theory]
    [InlineData("rodas5p", 3)]
    [InlineData("radau5", 3)]
    public void One_step_method_has_its_order_of_the_stiff_limit(string solver, double expected)
    {
        var known = StiffProblems.ProtheroRobinson(Rate);
        var order = ConvergenceOrder.Measure(
            count =>
            {
                var error = 0.0;
                var problem = known.ToProblem();
                var result = problem.Run(solver, Solvers.EqualSteps(problem, count), new Observer(null, step =>
                    error = Math.Max(error, known.Error(step.Time, step.State))));
                Assert.Equal(count, result.Statistics.AcceptedSteps);
                return error;
            },
            10,
            640,
            2e-14,
            points: 2);
        Assert.InRange(order, expected - 0.1, expected + 0.1);
    }

    // y_n = phi_n + (phi' - its difference quotient) / rate: the order of the quotient, k.
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public void Bdf_keeps_its_order_in_the_stiff_limit(int order)
    {
        var known = StiffProblems.ProtheroRobinson(Rate);
        var (start, length) = (known.InitialTime, 3.0);
        var observed = ConvergenceOrder.Measure(
            count => FixedOrderBdf.Error(
                known.ToProblem(),
                known.At,
                order,
                [.. Enumerable.Range(-order, count + order + 1).Select(i => start + (i * length / count))],
                dense: false),
            10,
            640,
            2e-14,
            points: 2);
        Assert.InRange(observed, order - 0.1, order + 0.1);
    }

    [Theory]
    [InlineData("rodas5p")]
    [InlineData("radau5")]
    [InlineData("bdf")]
    public void Adaptive_run_meets_the_tolerance_with_steps_far_beyond_the_rate(string solver)
    {
        var known = StiffProblems.ProtheroRobinson(Rate);
        var result = known.ToProblem().Run(
            solver, new IntegrationSettings { Tolerances = new Tolerances(1e-6, 1e-6) });
        Assert.Equal(IntegrationStatus.EndReached, result.Status);
        Assert.InRange(known.Error(known.EndTime, result.State), 0, 1e-5);
        Assert.InRange(result.Statistics.TrialSteps, 5, 150);
    }
}
