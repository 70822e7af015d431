using Flow.Integrators.Sampling;
using Flow.TestKit;

namespace Flow.Integrators.Tests;

public class ConvergenceTests
{
    private const double Tolerance = 0.1;
    private const int FirstCount = 160;
    private const int LargestCount = 10_240;

    // Rounding errors of these problems stay below 5e-14.
    private const double RoundingFloor = 4e-13;

    // Weights of up to 170 and linear systems multiply them.
    private const double ImplicitRoundingFloor = 4e-12;

    // A method of high order needs a long interval to show its order before rounding takes over.
    private const double LongInterval = 100;

    public static TheoryData<string, string> Cases
    {
        get
        {
            var cases = new TheoryData<string, string>();
            foreach (var solver in SolverCatalog.General.Where(solver => !solver.VariesOrder))
            {
                foreach (var problem in KnownSolutions.All)
                {
                    cases.Add(solver.Name, problem.Name);
                }
            }

            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Accepted_states_converge_with_the_declared_order(string solver, string problem)
    {
        var known = Find(problem, solver);
        var order = ConvergenceOrder.Measure(
            count => LargestError(known, solver, count, null), FirstCount, LargestCount, Floor(solver), points: 2);
        var expected = Expected(solver, problem);
        Assert.InRange(order, expected - Tolerance, expected + Tolerance);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Samples_between_steps_converge_with_the_order_of_the_dense_output(string solver, string problem)
    {
        var known = Find(problem, solver);
        var order = ConvergenceOrder.Measure(
            count => LargestError(known, solver, count, Between(known, count)),
            FirstCount,
            LargestCount,
            Floor(solver),
            points: 2);
        // A formula exact to O(h^(q+1)) in each step adds that much to the error of the states.
        var dense = SolverCatalog.Find(solver).CreateStepper(known.ToProblem(), new Tolerances()).Interpolant.Order;
        // Where that is the larger part only for short steps the observed order lies between the two.
        var states = Expected(solver, problem);
        Assert.InRange(order, Math.Min(states, dense + 1) - Tolerance, states + Tolerance);
    }

    // The stability function of rodas5p is e^z to order 6, one more than nonlinear problems see.
    private static int Expected(string solver, string problem) =>
        SolverCatalog.Find(solver).Order + (solver == "rodas5p" && problem == KnownSolutions.Linear.Name ? 1 : 0);

    private static double Floor(string solver) =>
        SolverCatalog.Find(solver).Kind == SolverKind.Implicit ? ImplicitRoundingFloor : RoundingFloor;

    private static KnownSolution Find(string problem, string solver)
    {
        var known = KnownSolutions.All.Single(candidate => candidate.Name == problem);
        return SolverCatalog.Find(solver).Order < 8 ? known : known with { EndTime = known.InitialTime + LongInterval };
    }

    private static double LargestError(KnownSolution known, string solver, int count, SamplePoints? samples)
    {
        var (problem, states, between) = (known.ToProblem(), 0.0, 0.0);
        var observer = new Observer(
            sample => between = Math.Max(between, sample.IsAcceptedState ? 0 : known.Error(sample.Time, sample.State)),
            step => states = Math.Max(states, known.Error(step.Time, step.State)));
        var result = problem.Run(solver, Solvers.EqualSteps(problem, count) with { Samples = samples }, observer);
        Assert.Equal(count, result.Statistics.AcceptedSteps);
        Assert.Equal(IntegrationStatus.EndReached, result.Status);
        return samples is null ? states : between;
    }

    // Five samples inside each step, none at an end of one.
    private static SamplePoints Between(KnownSolution known, int count)
    {
        double[] positions = [0.2, 0.35, 0.5, 0.65, 0.9];
        var step = (known.EndTime - known.InitialTime) / count;
        return new SamplePoints(Enumerable.Range(0, count).SelectMany(
            i => positions.Select(position => known.InitialTime + ((i + position) * step))));
    }
}
