using Flow.Integrators.Problems;
using Flow.Integrators.Spaces;
using Flow.Integrators.Stepping;
using Flow.TestKit;

namespace Flow.Integrators.Tests.Stiff;

public class NewtonFailureTests
{
    public static TheoryData<string> Newton => ["bdf", "radau5"];

    [Theory]
    [MemberData(nameof(Newton))]
    public void Step_whose_equations_are_not_solved_is_rejected_whatever_its_error(string solver)
    {
        var problem = Misled(1e12);
        var stepper = SolverCatalog.Find(solver).CreateStepper(problem, new Tolerances(1, 1e6));
        stepper.Start(0);
        var outcome = stepper.Step(0, 0.1);
        Assert.Equal(TrialVerdict.Unsolved, outcome.Verdict);
        Assert.False(((ISelfControlledStepper)stepper).Accepts(outcome));
        Assert.False(((ISelfControlledStepper)stepper).Accepts(outcome with { ErrorNorm = 0.1 }));
    }

    [Theory]
    [MemberData(nameof(Newton))]
    public void Run_ends_with_a_status_of_its_own_where_the_failure_persists(string solver)
    {
        var settings = new IntegrationSettings { Step = 0.1, MaxConsecutiveRejections = 4 };
        var result = Misled(1e12).Run(solver, settings);
        Assert.Equal(IntegrationStatus.NonlinearFailure, result.Status);
        Assert.Equal((0.0, 0L, 4L), (result.Time, result.Statistics.AcceptedSteps, result.Statistics.RejectedSteps));
        Assert.Contains("nonlinear-failure", result.Report, StringComparison.Ordinal);
    }

    // With steps short enough for the wrong derivative not to matter the run goes on.
    [Theory]
    [MemberData(nameof(Newton))]
    public void Shorter_steps_help_where_the_derivative_is_wrong(string solver)
    {
        var result = Misled(200).Run(solver, new IntegrationSettings { Step = 0.1 });
        Assert.Equal(IntegrationStatus.EndReached, result.Status);
        Assert.True(result.Statistics.RejectedSteps > 0);
        Assert.Equal(0, ((ArrayVector)result.State).Values[0], 1e-5);
    }

    // y' = -rate y with a derivative that is said to be 0, so that Newton's iteration multiplies errors by c rate.
    private static OdeProblem Misled(double rate)
    {
        var space = new ArraySpace(1);
        return new OdeProblem(space, new ArrayField((_, y, f) => f[0] = -rate * y[0]), 0, space.Create(1), 1)
        {
            Linearization = new StiffProblems.LinearField((_, _, f) => f[0] = 0, true),
        };
    }
}
