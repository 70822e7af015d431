using System.Globalization;
using Flow.Integrators.Events;
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
            foreach (var solver in SolverCatalog.General)
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
        var last = Known.ToProblem().Resume(solver, settings, parts, first.Resume);

        Assert.Equal(IntegrationStatus.EndReached, last.Status);
        Assert.Equal(whole.Lines, parts.Lines);
        Assert.Equal(((ArrayVector)uninterrupted.State).Values, ((ArrayVector)last.State).Values);
        Assert.Equal(uninterrupted.Statistics, last.Statistics);
    }

    // The trial that the first end has cut is made again at full length.
    [Theory]
    [MemberData(nameof(Cases))]
    public void Extended_run_equals_the_run_to_the_later_end_bit_by_bit(string solver, bool exact)
    {
        var whole = new Trace();
        var settings = Solvers.Ordinary(solver, 0.03) with { Samples = SamplePoints.Linear(0, 10, 41, exact) };
        var uninterrupted = Until(10).Run(solver, settings, whole);

        var parts = new Trace();
        var shorter = settings with { Samples = SamplePoints.Linear(0, 5, 21, exact) };
        var first = Until(5).Run(solver, shorter, parts);
        Assert.Equal(5, first.Time);
        Assert.InRange(first.Resume.Time, 4, 5);
        parts.Cut(first.Resume.Time);
        var last = Until(10).Resume(solver, settings, parts, first.Resume);

        Assert.Equal(whole.Lines, parts.Lines);
        Assert.Equal(((ArrayVector)uninterrupted.State).Values, ((ArrayVector)last.State).Values);
        Assert.Equal(uninterrupted.Statistics, last.Statistics);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Finished_run_resumed_to_the_same_end_ends_in_the_same_state(string solver, bool exact)
    {
        var settings = Solvers.Ordinary(solver, 0.03) with { Samples = SamplePoints.Linear(0, 20, 30, exact) };
        var whole = Known.ToProblem().Run(solver, settings);
        var again = Known.ToProblem().Resume(solver, settings, new Trace(), whole.Resume);
        Assert.Equal(IntegrationStatus.EndReached, again.Status);
        Assert.Equal(((ArrayVector)whole.State).Values, ((ArrayVector)again.State).Values);
        Assert.Equal(whole.Statistics, again.Statistics);
    }

    // Other sample times are read from the dense output and change no step; they cost evaluations where it does.
    [Theory]
    [MemberData(nameof(Cases))]
    public void Run_resumed_with_other_samples_takes_the_same_steps(string solver, bool exact)
    {
        if (exact)
        {
            return;
        }

        var settings = Solvers.Ordinary(solver, 0.03);
        var whole = Known.ToProblem().Run(solver, settings);
        var steps = 0;
        var first = Known.ToProblem().Run(solver, settings with
        {
            Samples = SamplePoints.Linear(0, Known.EndTime, 999),
            StopWhen = _ => ++steps == 30,
        });
        var last = Known.ToProblem().Resume(
            solver, settings with { Samples = SamplePoints.Linear(0, Known.EndTime, 7) }, new Trace(), first.Resume);
        Assert.Equal(((ArrayVector)whole.State).Values, ((ArrayVector)last.State).Values);
        Assert.Equal(whole.Statistics.TrialSteps, last.Statistics.TrialSteps);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Run_ended_by_an_event_goes_on_from_a_captured_point_bit_by_bit(string solver, bool capturesOnce)
    {
        var settings = Solvers.Ordinary(solver, 0.03);
        var whole = Known.ToProblem().Run(solver, settings);
        var steps = 0;
        Integrator? integrator = null;
        integrator = new Integrator(
            Known.ToProblem(), SolverCatalog.Find(solver), settings with { Events = [Apocentre] });
        var first = integrator.Run(new Observer(null, _ =>
        {
            if (++steps == 5 && capturesOnce)
            {
                integrator.CaptureResumePoint();
            }
        }));
        Assert.Equal(IntegrationStatus.Stopped, first.Status);
        Assert.Equal(capturesOnce, first.Resume.Time > 0);
        Assert.True(first.Resume.Time < first.Time);

        var again = Known.ToProblem().Resume(solver, settings with { Events = [Apocentre] }, new Trace(), first.Resume);
        Assert.Equal(first.Time, again.Time);
        Assert.Equal(((ArrayVector)first.State).Values, ((ArrayVector)again.State).Values);
        Assert.Equal(first.Statistics, again.Statistics);

        var freed = first.Resume with { EventCounts = [] };
        var last = Known.ToProblem().Resume(solver, settings, new Trace(), freed);
        Assert.Equal(((ArrayVector)whole.State).Values, ((ArrayVector)last.State).Values);
        Assert.Equal(whole.Statistics.TrialSteps, last.Statistics.TrialSteps);
    }

    [Fact]
    public void Counts_of_events_go_on()
    {
        var third = Apocentre with { TerminalAfter = 3 };
        var settings = new IntegrationSettings { Events = [third] };
        var whole = Known.ToProblem().Run("dopri5", settings);
        var steps = 0;
        var first = Known.ToProblem().Run("dopri5", settings with { StopWhen = step => ++steps > 1 && step.Time > 9 });
        Assert.Equal([1L], first.Resume.EventCounts);
        var last = Known.ToProblem().Resume("dopri5", settings, new Trace(), first.Resume);
        Assert.Equal(whole.Time, last.Time);
        Assert.Equal(5 * Math.PI, last.Time, 1e-3);
    }

    [Fact]
    public void Run_whose_end_limits_the_first_step_says_so()
    {
        var short1 = Until(1e-9).Run("dopri5", new IntegrationSettings());
        Assert.True(short1.Resume.DependsOnEnd);
        Assert.False(Until(5).Run("dopri5", new IntegrationSettings()).Resume.DependsOnEnd);
    }

    [Fact]
    public void Stop_condition_that_holds_at_the_resumed_state_holds_again()
    {
        var settings = new IntegrationSettings { StopWhen = step => step.Time > 3 };
        var first = Known.ToProblem().Run("dopri5", settings);
        var again = Known.ToProblem().Resume("dopri5", settings, new Trace(), first.Resume);
        Assert.Equal(IntegrationStatus.Stopped, again.Status);
        Assert.Equal(first.Time, again.Time);
        Assert.Equal(first.Statistics, again.Statistics);
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
    public void Resume_point_of_another_solver_or_interval_is_refused()
    {
        var resume = Known.ToProblem().Run("dopri5", new IntegrationSettings()).Resume;
        Assert.Throws<ArgumentException>(() =>
            Known.ToProblem().Resume("rk4", new IntegrationSettings { Step = 0.1 }, new Trace(), resume));
        Assert.Throws<ArgumentOutOfRangeException>(() =>
            Known.ToProblem().Resume(
                "dopri5", new IntegrationSettings(), new Trace(), resume with { Time = 21 }));
        Assert.Throws<ArgumentException>(() =>
            Known.ToProblem().Resume("dopri5", new IntegrationSettings(), new Trace(), resume with { State = [1] }));
        Assert.Throws<ArgumentException>(() => Known.ToProblem().Resume(
            "dopri5", new IntegrationSettings(), new Trace(), resume with { EventCounts = [1, 2] }));
    }

    // q . p = 0 at the pericentre, from which the orbit starts, and at the apocentre, first at t = pi.
    private static Event Apocentre => new("apocentre", static (in EventPoint point) =>
    {
        var y = ((ArrayVector)point.State).Values;
        return (y[0] * y[2]) + (y[1] * y[3]);
    })
    {
        Direction = EventDirection.Falling,
        TerminalAfter = 1,
    };

    private static OdeProblem Until(double end)
    {
        var known = Known.ToProblem();
        return new(known.Space, known.Field, known.InitialTime, known.InitialState, end);
    }

    private sealed class Trace : IIntegrationObserver
    {
        public List<string> Lines { get; } = [];

        /// <summary>Forgets what came after a time.</summary>
        public void Cut(double time) => Lines.RemoveAll(line =>
            double.Parse(line.Split(" at ")[1].Split(' ')[0], CultureInfo.InvariantCulture) > time);

        public void OnSample(in Sample sample) => Add("sample", sample.Time, sample.State);

        public void OnAccepted(in AcceptedStep step) =>
            Add($"{step.StepSize:R} {step.ErrorNorm:R}", step.Time, step.State);

        private void Add(string kind, double time, Vector state)
        {
            var bits = ((ArrayVector)state).Values.Select(BitConverter.DoubleToInt64Bits);
            Lines.Add($"{kind} at {time:R} {string.Join(' ', bits)}");
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
