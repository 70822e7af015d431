using Flow.Integrators.Problems;
using Flow.Integrators.Sampling;
using Flow.Integrators.Spaces;
using Flow.TestKit;

namespace Flow.Integrators.Tests;

public class StatusTests
{
    public static TheoryData<string> All => Solvers.All;

    public static TheoryData<string> Adaptive => Solvers.Adaptive;

    public static TheoryData<string> FixedStep => Solvers.FixedStep;

    [Theory]
    [MemberData(nameof(All))]
    public void Run_ends_stopped_where_the_predicate_holds(string solver)
    {
        var settings = Settings(solver) with { StopWhen = step => ((ArrayVector)step.State).Values[0] < 0.5 };
        var result = Decay(10).Run(solver, settings);
        Assert.Equal(IntegrationStatus.Stopped, result.Status);
        Assert.InRange(result.Time, Math.Log(2) * 0.9, 5);
        Assert.True(((ArrayVector)result.State).Values[0] < 0.5);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Run_ends_stopped_at_once_where_the_predicate_holds_initially(string solver)
    {
        var settings = Settings(solver) with { StopWhen = step => step.StepSize == 0 };
        var result = Decay(10).Run(solver, settings);
        Assert.Equal((IntegrationStatus.Stopped, 0.0), (result.Status, result.Time));
        Assert.Equal(1, result.Statistics.FieldEvaluations);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Run_ends_at_the_step_limit(string solver)
    {
        var result = Decay(1000).Run(solver, Settings(solver) with { MaxSteps = 5, MaxStep = 1 });
        Assert.Equal(IntegrationStatus.StepLimit, result.Status);
        Assert.Equal(5, result.Statistics.TrialSteps);
        Assert.InRange(result.Time, 1e-6, 10);
        Assert.Contains("maxSteps", result.Report, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Adaptive))]
    public void Run_ends_after_too_many_rejections_in_a_row(string solver)
    {
        // A wave much shorter than the first step: only many rejections could resolve it.
        var problem = Scalar((time, _) => 1e9 * Math.Cos(1e9 * time), 2);
        var settings = Settings(solver) with { Step = 0.1, MaxConsecutiveRejections = 3 };
        var result = problem.Run(solver, settings);
        Assert.Equal(IntegrationStatus.TooManyRejections, result.Status);
        Assert.Equal((0.0, 3L), (result.Time, result.Statistics.RejectedSteps));
        Assert.True(result.ErrorNorm > 1);
        Assert.Equal(new ComponentLocation("y", 0), result.WorstComponent);
    }

    [Theory]
    [MemberData(nameof(Adaptive))]
    public void Run_ends_with_step_underflow_where_the_solution_blows_up(string solver)
    {
        var result = Scalar((_, y) => y * y, 2).Run(solver, Settings(solver));
        Assert.Equal(IntegrationStatus.StepUnderflow, result.Status);
        Assert.Equal(1, result.Time, 1e-4);
        Assert.True(result.StepSize < 1e-13);
        Assert.Contains("step-underflow", result.Report, StringComparison.Ordinal);
        Assert.Contains("y[0]", result.Report, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Run_ends_non_finite_where_the_field_becomes_nan(string solver)
    {
        var layout = new VectorLayout(("a", 3), ("b", 2));
        var space = new ArraySpace(layout);
        var problem = new OdeProblem(space, new ArrayField(NanInB1), 0, space.Create(1, 1, 1, 1, 1), 3);
        var result = problem.Run(solver, Settings(solver));
        Assert.Equal(IntegrationStatus.NonFiniteRightHandSide, result.Status);
        Assert.InRange(result.Time, 0.5, 1.01);
        Assert.Equal(new ComponentLocation("b", 1), result.WorstComponent);
        Assert.Equal(-1, space.FirstNonFinite(result.State));
        Assert.Contains("b[1]", result.Report, StringComparison.Ordinal);

        static void NanInB1(double time, ReadOnlySpan<double> y, Span<double> result)
        {
            result.Fill(-0.1);
            result[4] = time > 1 ? double.NaN : -0.1;
        }
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Run_ends_non_finite_at_the_first_stage(string solver)
    {
        var result = Scalar((_, _) => double.PositiveInfinity, 1).Run(solver, Settings(solver));
        Assert.Equal((IntegrationStatus.NonFiniteRightHandSide, 0.0), (result.Status, result.Time));
        Assert.InRange(result.Statistics.TrialSteps, 1, 1);
    }

    [Theory]
    [MemberData(nameof(Adaptive))]
    public void Nan_in_a_trial_step_only_shrinks_it(string solver)
    {
        // y' = 1 - y approaches 1 from above; a long stage lands below 1.
        var problem = Scalar((_, y) => y < 1 ? double.NaN : 1 - y, 5, initial: 3);
        var settings = Settings(solver) with { Step = 4.5 };
        var result = problem.Run(solver, settings);
        Assert.Equal(IntegrationStatus.EndReached, result.Status);
        Assert.True(result.Statistics.RejectedSteps > 0);
        Assert.Equal(1 + (2 * Math.Exp(-5)), ((ArrayVector)result.State).Values[0], 1e-3);
    }

    [Theory]
    [MemberData(nameof(Adaptive))]
    public void Singular_trial_step_only_shrinks_it(string solver)
    {
        var problem = Scalar(
            (_, y) => y < 1 ? throw new VectorFieldException("y below 1", "no advice") : 1 - y, 5, initial: 3);
        var result = problem.Run(solver, Settings(solver) with { Step = 4.5 });
        Assert.Equal(IntegrationStatus.EndReached, result.Status);
        Assert.True(result.Statistics.RejectedSteps > 0);
        Assert.Null(result.Detail);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Run_ends_at_a_singular_formula_with_its_text_and_keeps_what_was_reached(string solver)
    {
        var problem = Scalar(
            (_, rho) => rho <= 0 ? throw new VectorFieldException("rho reached 0", "decay less") : -1, 3);
        var times = new List<double>();
        var settings = Settings(solver) with { Samples = SamplePoints.Linear(0, 3, 31) };
        var result = problem.Run(solver, settings, new Observer(sample => times.Add(sample.Time)));
        Assert.Equal(IntegrationStatus.SingularField, result.Status);
        Assert.InRange(result.Time, 0.9, 1);
        Assert.Equal("rho reached 0; decay less", result.Detail);
        Assert.Contains("rho reached 0; decay less.", result.Report, StringComparison.Ordinal);
        Assert.InRange(times.Count, 10, 11);
        Assert.True(((ArrayVector)result.State).Values[0] >= 0);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Run_ends_at_once_at_a_singular_initial_state_after_its_sample(string solver)
    {
        var samples = 0;
        var result = Scalar((_, _) => throw new VectorFieldException("rho is 0", "start above 0"), 3)
            .Run(solver, Settings(solver), new Observer(_ => samples++));
        Assert.Equal((IntegrationStatus.SingularField, 0.0, 1), (result.Status, result.Time, samples));
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Run_ends_at_the_wall_clock_limit(string solver)
    {
        var clock = new ManualClock();
        var settings = Settings(solver) with { MaxSeconds = 2, Clock = clock, MaxStep = 0.5 };
        var result = Decay(1e4).Run(solver, settings, new Observer(null, _ => clock.Advance(0.25)));
        Assert.Equal(IntegrationStatus.WallClockLimit, result.Status);
        Assert.Equal(8, result.Statistics.AcceptedSteps);
        Assert.Equal(2, result.Elapsed.TotalSeconds);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Run_ends_when_cancelled(string solver)
    {
        using var source = new CancellationTokenSource();
        var integrator = new Integrator(Decay(1e4), SolverCatalog.Find(solver), Settings(solver) with { MaxStep = 1 });
        var observer = new Observer(null, step => Cancel(step.Time > 3));
        var result = integrator.Run(observer, null, source.Token);
        Assert.Equal(IntegrationStatus.Cancelled, result.Status);
        Assert.InRange(result.Time, 3, 5);

        void Cancel(bool now)
        {
            if (now)
            {
                source.Cancel();
            }
        }
    }

    [Fact]
    public void Statuses_have_distinct_names_and_an_advice()
    {
        Assert.Equal(12, IntegrationStatus.All.Select(status => status.Name).Distinct().Count());
        Assert.All(IntegrationStatus.All, status => Assert.EndsWith(".", status.Advice, StringComparison.Ordinal));
        Assert.Equal(
            [IntegrationStatus.EndReached, IntegrationStatus.Stopped],
            IntegrationStatus.All.Where(status => status.IsSuccess));
    }

    [Fact]
    public void Progress_comes_in_its_rhythm_and_at_the_end()
    {
        var (clock, reports) = (new ManualClock(), new List<IntegrationProgress>());
        var settings = Settings("rk4") with { Step = 0.1, Clock = clock, Progress = new Listener(reports.Add) };
        var result = Decay(10).Run("rk4", settings, new Observer(null, _ => clock.Advance(0.1)));
        // 100 steps of 0.1 s with a report every 0.25 s: every third step; then the end.
        Assert.InRange(reports.Count, 33, 34);
        Assert.Equal(1, reports[^1].Fraction);
        Assert.Equal(result.Statistics, reports[^1].Statistics);
        Assert.All(reports.Zip(reports.Skip(1)), pair => Assert.True(pair.First.Time <= pair.Second.Time));
    }

    private static IntegrationSettings Settings(string solver) => Solvers.Ordinary(solver, 0.01);

    private static OdeProblem Decay(double end) => Scalar((_, y) => -y, end);

    private static OdeProblem Scalar(Func<double, double, double> field, double end, double initial = 1)
    {
        var space = new ArraySpace(1);
        return new OdeProblem(
            space, new ArrayField((time, y, result) => result[0] = field(time, y[0])), 0, space.Create(initial), end);
    }

    private sealed class Listener(Action<IntegrationProgress> action) : IProgress<IntegrationProgress>
    {
        public void Report(IntegrationProgress value) => action(value);
    }
}
