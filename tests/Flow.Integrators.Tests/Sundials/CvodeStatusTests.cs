using Flow.Integrators.Problems;
using Flow.Integrators.Spaces;
using Flow.TestKit;

namespace Flow.Integrators.Tests.Sundials;

public class CvodeStatusTests
{
    public static TheoryData<string> All => CvodeRuns.All;

    [SkippableTheory]
    [MemberData(nameof(All))]
    public void Nan_beyond_a_time_ends_the_run_non_finite(string solver)
    {
        CvodeRuns.Require();
        var result = Run(Scalar(static (time, y) => time > 1 ? double.NaN : -y, 3), solver);
        Assert.Equal(IntegrationStatus.NonFiniteRightHandSide, result.Status);
        Assert.InRange(result.Time, 0.9, 1);
        Assert.Equal(Math.Exp(-result.Time), ((ArrayVector)result.State).Values[0], 1e-4);
    }

    [SkippableTheory]
    [MemberData(nameof(All))]
    public void Nan_in_a_trial_step_only_shrinks_it(string solver)
    {
        CvodeRuns.Require();
        // y' = 1 - y comes from above; a long trial lands below 1.
        var problem = Scalar(static (_, y) => y < 1 ? double.NaN : 1 - y, 5, initial: 3);
        var result = Run(problem, solver, new() { Step = 4.5, Tolerances = new Tolerances(1e-2, 1e-2) });
        Assert.Equal(IntegrationStatus.EndReached, result.Status);
        Assert.True(result.Statistics.RejectedSteps > 0);
        Assert.Equal(1 + (2 * Math.Exp(-5)), ((ArrayVector)result.State).Values[0], 0.1);
    }

    [SkippableTheory]
    [MemberData(nameof(All))]
    public void Field_that_is_singular_beyond_a_time_is_named(string solver)
    {
        CvodeRuns.Require();
        var problem = Scalar(
            static (time, y) => time > 1 ? throw new VectorFieldException("rho reached 0", "start higher") : -y, 3);
        var result = Run(problem, solver);
        Assert.Equal(IntegrationStatus.SingularField, result.Status);
        Assert.InRange(result.Time, 0.9, 1);
        Assert.Contains("rho reached 0", result.Report, StringComparison.Ordinal);
    }

    [SkippableTheory]
    [MemberData(nameof(All))]
    public void Any_other_exception_of_the_field_comes_through(string solver)
    {
        CvodeRuns.Require();
        var problem = Scalar(static (time, y) => time > 1 ? throw new TimeoutException("device lost") : -y, 3);
        var error = Assert.Throws<TimeoutException>(() => Run(problem, solver));
        Assert.Equal("device lost", error.Message);
    }

    [SkippableTheory]
    [MemberData(nameof(All))]
    public void Blow_up_ends_with_step_underflow(string solver)
    {
        CvodeRuns.Require();
        var result = Run(Scalar(static (_, y) => y * y, 2), solver);
        Assert.False(result.Status.IsSuccess, result.Status.Name);
        Assert.Equal(1, result.Time, 1e-4);
    }

    [SkippableTheory]
    [MemberData(nameof(All))]
    public void Limits_end_the_run(string solver)
    {
        CvodeRuns.Require();
        var problem = Scalar(static (_, y) => -y, 1000);
        var limited = Run(problem, solver, new() { MaxSteps = 5 });
        Assert.Equal((IntegrationStatus.StepLimit, 5L), (limited.Status, limited.Statistics.TrialSteps));
        var longest = 0.0;
        var settings = new IntegrationSettings { MaxStep = 0.05 };
        new Integrator(Scalar(static (_, y) => -y, 10), SolverCatalog.Find(solver), settings).Run(
            new Observer(null, step => longest = Math.Max(longest, step.StepSize)));
        Assert.InRange(longest, 0.049, 0.05 * (1 + 1e-6));
        using var source = new CancellationTokenSource();
        var cancelled = new Integrator(problem, SolverCatalog.Find(solver)).Run(
            new Observer(null, _ => source.Cancel()), null, source.Token);
        Assert.Equal((IntegrationStatus.Cancelled, 1L), (cancelled.Status, cancelled.Statistics.AcceptedSteps));
        var stopped = Run(problem, solver, new() { StopWhen = step => ((ArrayVector)step.State).Values[0] < 0.5 });
        Assert.Equal(IntegrationStatus.Stopped, stopped.Status);
    }

    [SkippableTheory]
    [MemberData(nameof(All))]
    public void Resume_points_and_the_maximum_norm_are_refused(string solver)
    {
        CvodeRuns.Require();
        var problem = Scalar(static (_, y) => -y, 1);
        var first = Run(problem, solver);
        var resumed = Assert.Throws<ArgumentException>(() =>
            new Integrator(problem, SolverCatalog.Find(solver)).Run(resume: first.Resume));
        Assert.Contains("cannot go on from a resume point", resumed.Message, StringComparison.Ordinal);
        var settings = new IntegrationSettings { Tolerances = new Tolerances(norm: ErrorNormKind.Maximum) };
        Assert.Throws<ArgumentException>(() => Run(problem, solver, settings));
    }

    [Fact]
    public void Solver_whose_library_is_missing_says_what_to_install()
    {
        var solver = SolverCatalog.Find("cvode") with { Missing = static () => "needs a library; install it" };
        var error = Assert.Throws<SolverUnavailableException>(
            () => new Integrator(Scalar(static (_, y) => -y, 1), solver));
        Assert.Equal("cvode needs a library; install it", error.Message);
    }

    private static IntegrationResult Run(OdeProblem problem, string solver, IntegrationSettings? settings = null) =>
        new Integrator(problem, SolverCatalog.Find(solver), settings).Run();

    private static OdeProblem Scalar(Func<double, double, double> field, double end, double initial = 1)
    {
        var space = new ArraySpace(1);
        var function = new ArrayField((time, y, result) => result[0] = field(time, y[0]));
        return new OdeProblem(space, function, 0, space.Create(initial), end);
    }
}
