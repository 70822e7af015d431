using Flow.Integrators.Problems;
using Flow.Integrators.Sampling;
using Flow.Integrators.Spaces;
using Flow.Integrators.Stepping;
using Flow.TestKit;

namespace Flow.Integrators.Tests;

public class ResumeTests
{
    private static readonly KnownSolution Known = KnownSolutions.Kepler;

    public static TheoryData<string, bool> Cases
    {
        get
        {
            var cases = new TheoryData<string, bool>();
            foreach (var solver in SolverCatalog.All)
            {
                cases.Add(solver.Name, false);
                cases.Add(solver.Name, true);
            }

            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Split_run_equals_the_whole_run_bit_by_bit(string solver, bool exact)
    {
        var whole = new Trace();
        var settings = Solvers.Ordinary(solver, 0.03) with
        {
            Samples = SamplePoints.Linear(0, Known.EndTime, 40, exact),
        };
        var uninterrupted = Known.ToProblem().Run(solver, settings, whole);

        var parts = new Trace();
        var steps = 0;
        var first = Known.ToProblem().Run(solver, settings with { StopWhen = _ => ++steps == 18 }, parts);
        Assert.Equal(IntegrationStatus.Stopped, first.Status);
        var last = From(first.State).Resume(solver, settings, parts, first.Resume);

        Assert.Equal(IntegrationStatus.EndReached, last.Status);
        Assert.Equal(whole.Lines, parts.Lines);
        Assert.Equal(((ArrayVector)uninterrupted.State).Values, ((ArrayVector)last.State).Values);
        Assert.Equal(uninterrupted.Statistics.AcceptedSteps, last.Statistics.AcceptedSteps);
        Assert.Equal(uninterrupted.Statistics.RejectedSteps, last.Statistics.RejectedSteps);
        Assert.Equal(uninterrupted.Statistics.FieldEvaluations + 1, last.Statistics.FieldEvaluations);
    }

    [Theory]
    [InlineData("dopri5")]
    [InlineData("dop853")]
    [InlineData("deflated-adams")]
    public void Resume_point_captured_during_the_run_equals_the_one_of_a_run_that_stops_there(string solver)
    {
        var settings = Solvers.Ordinary(solver, 0.03);
        Integrator? integrator = null;
        var (steps, captured) = (0, default(ResumePoint));
        integrator = new Integrator(Known.ToProblem(), SolverCatalog.Find(solver), settings);
        integrator.Run(new Observer(null, _ => captured = ++steps == 7 ? integrator.CaptureResumePoint() : captured));
        var count = 0;
        var stopped = Known.ToProblem().Run(solver, settings with { StopWhen = _ => ++count == 8 });
        Assert.Equal(stopped.Resume.Time, captured!.Time);
        Assert.Equal(stopped.Resume.StepSize, captured.StepSize);
        Assert.Equal(stopped.Resume.ControllerMemory, captured.ControllerMemory);
        Assert.Equal(stopped.Resume.Statistics, captured.Statistics);
    }

    [Fact]
    public void Run_resumed_at_the_end_is_at_the_end()
    {
        var whole = Known.ToProblem().Run("dopri5", new IntegrationSettings());
        var again = From(whole.State).Resume("dopri5", new IntegrationSettings(), new Trace(), whole.Resume);
        Assert.Equal(IntegrationStatus.EndReached, again.Status);
        Assert.Equal(((ArrayVector)whole.State).Values, ((ArrayVector)again.State).Values);
    }

    [Fact]
    public void Resume_point_of_another_solver_or_interval_is_refused()
    {
        var resume = Known.ToProblem().Run("dopri5", new IntegrationSettings()).Resume;
        var state = Known.ToProblem().InitialState;
        Assert.Throws<ArgumentException>(() =>
            From(state).Resume("rk4", new IntegrationSettings { Step = 0.1 }, new Trace(), resume));
        Assert.Throws<ArgumentOutOfRangeException>(() =>
            From(state).Resume("dopri5", new IntegrationSettings(), new Trace(), resume with { Time = 21 }));
    }

    private static OdeProblem From(Vector state)
    {
        var problem = Known.ToProblem();
        problem.Space.Copy(state, problem.InitialState);
        return problem;
    }

    private sealed class Trace : IIntegrationObserver
    {
        public List<string> Lines { get; } = [];

        public void OnSample(in Sample sample) => Add("sample", sample.Time, sample.State);

        public void OnAccepted(in AcceptedStep step) =>
            Add($"{step.StepSize:R} {step.ErrorNorm:R}", step.Time, step.State);

        private void Add(string kind, double time, Vector state)
        {
            var bits = ((ArrayVector)state).Values.Select(BitConverter.DoubleToInt64Bits);
            Lines.Add($"{kind} {time:R} {string.Join(' ', bits)}");
        }
    }
}

internal static class ResumeExtensions
{
    public static IntegrationResult Resume(
        this OdeProblem problem,
        string solver,
        IntegrationSettings settings,
        IIntegrationObserver observer,
        ResumePoint resume) =>
        new Integrator(problem, SolverCatalog.Find(solver), settings).Run(observer, resume);
}
