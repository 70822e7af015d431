using Flow.TestKit;

namespace Flow.Integrators.Tests.Stiff;

public class BdfTests
{
    private const double RoundingFloor = 1e-12;

    public static TheoryData<int, string> Cases
    {
        get
        {
            var cases = new TheoryData<int, string>();
            foreach (var order in Enumerable.Range(1, 5))
            {
                foreach (var known in KnownSolutions.All)
                {
                    cases.Add(order, known.Name);
                }
            }

            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Formula_of_order_k_converges_with_order_k(int order, string problem)
    {
        var observed = Order(order, problem, EqualSteps, dense: false);
        Assert.InRange(observed, order - 0.1, order + 0.1);
    }

    // Steps that alternate between 0.8 h and 1.2 h: the fixed leading coefficient keeps the order.
    [Theory]
    [MemberData(nameof(Cases))]
    public void Order_holds_for_steps_that_vary(int order, string problem)
    {
        var observed = Order(order, problem, AlternatingSteps, dense: false);
        Assert.InRange(observed, order - 0.1, order + 0.1);
    }

    // The polynomial through k + 1 points adds O(h^(k+1)) to the errors of the points.
    [Theory]
    [MemberData(nameof(Cases))]
    public void Dense_output_keeps_the_order(int order, string problem)
    {
        var observed = Order(order, problem, EqualSteps, dense: true);
        Assert.InRange(observed, order - 0.1, order + 0.15);
    }

    [Fact]
    public void Order_rises_to_5_on_a_smooth_problem_and_steps_grow_with_the_solution()
    {
        // Long steps at the end: the transient of 1e-3 is over, the solution a slow decay.
        var problem = StiffProblems.Relaxation();
        var (last, largest) = (0.0, 0.0);
        var settings = new IntegrationSettings { Tolerances = new Tolerances(1e-8, 1e-10) };
        var result = problem.Run("bdf", settings, new Observer(null, step =>
            (last, largest) = (step.StepSize, Math.Max(largest, step.StepSize))));
        Assert.Equal(IntegrationStatus.EndReached, result.Status);
        Assert.InRange(largest, 100 * 1e-3, 10);
        Assert.InRange(result.Statistics.AcceptedSteps, 50, 400);
        Assert.True(result.Statistics.Factorizations * 3 < result.Statistics.AcceptedSteps);
    }

    private static double Order(int order, string problem, Func<double, double, int, int, double[]> steps, bool dense)
    {
        var known = KnownSolutions.All.Single(candidate => candidate.Name == problem);
        var end = known.InitialTime + 5;
        return ConvergenceOrder.Measure(
            count => FixedOrderBdf.Error(
                known.ToProblem(), known.At, order, steps(known.InitialTime, end, count, order), dense),
            100,
            1600,
            RoundingFloor,
            points: 2);
    }

    private static double[] EqualSteps(double start, double end, int count, int order) =>
        [.. Enumerable.Range(-order, count + order + 1).Select(i => start + (i * (end - start) / count))];

    private static double[] AlternatingSteps(double start, double end, int count, int order) =>
        [.. Enumerable.Range(-order, count + order + 1).Select(i =>
            start + ((i + (i % 2 == 0 ? 0.1 : -0.1)) * (end - start) / count))];
}
