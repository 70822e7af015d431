using Flow.Integrators.Events;
using Flow.Integrators.Nonsmooth;
using Flow.Integrators.Problems;
using Flow.Integrators.Sampling;
using Flow.Integrators.StepControl;
using Flow.Integrators.Stepping;

namespace Flow.Integrators;

/// <summary>The only loop: tries steps, lets the controller judge them, delivers samples, heeds the limits.</summary>
internal sealed class IntegrationLoop
{
    private readonly OdeProblem _problem;
    private readonly IntegrationSettings _settings;
    private readonly Tolerances _tolerances;
    private readonly IStepper _stepper;
    private readonly IStepController _controller;
    private readonly SampleDelivery _samples;
    private readonly IIntegrationObserver _observer;
    private readonly RunMonitor _monitor;
    private readonly EventLocator _events;
    private readonly ResumeCapture _resume;
    private double _time;
    private double _proposal;
    private double _step;
    private double _defect;
    private StepOutcome _outcome = new(TrialVerdict.Completed, double.NaN, -1, 0);
    private VectorFieldException? _singularity;
    private EventOccurrence? _ending;

    public IntegrationLoop(
        OdeProblem problem,
        Solver solver,
        IntegrationSettings settings,
        IIntegrationObserver observer,
        ResumePoint? resume)
    {
        var counts = resume?.Statistics ?? default;
        var field = new CountedField(problem.Field, counts.FieldEvaluations);
        (_settings, _tolerances, _observer) = (settings, settings.Tolerances ?? solver.Tolerances, observer);
        var linearization = problem.Linearization is { } own
            ? new CountedLinearization(own, counts.JacobianProducts)
            : null;
        var work = new KinkWork();
        _problem = ResumeCheck.Start(
            problem with
            {
                Field = field,
                Linearization = linearization,
                Work = new(),
                Kinks = problem.Kinks is { } kinks ? new CountedKinks(kinks, field, work) : null,
                KinkWork = work,
            },
            resume);
        _time = resume?.Time ?? problem.InitialTime;
        _stepper = solver.CreateStepper(_problem, _tolerances);
        _controller = solver.CreateController(problem, _stepper, settings);
        _samples = new SampleDelivery(_problem, settings.Samples, observer);
        _monitor = new RunMonitor(_problem, settings, field, linearization, counts);
        _events = new EventLocator(_problem, settings.Events, resume?.EventCounts ?? []);
        _resume = new ResumeCapture(_problem, _stepper, _controller, _monitor, _events)
        {
            DependsOnEnd = resume?.DependsOnEnd ?? false,
        };
        ResumeCheck.Require(
            resume, problem, _controller.MemoryLength, _stepper.HistoryLength, settings.Events.Count);
    }

    public IntegrationResult Run(ResumePoint? resume, CancellationToken cancellation)
    {
        var status = Begin(resume);
        while (status is null)
        {
            var chosen = _controller.IsAdaptive ? _proposal : double.PositiveInfinity;
            status = cancellation.IsCancellationRequested
                ? IntegrationStatus.Cancelled
                : _monitor.Limit(_time, chosen, _outcome.Verdict) ?? Advance();
        }

        _monitor.Report(_ending?.Time ?? _time, _proposal, isEnd: true);
        return Result(status);
    }

    public ResumePoint CaptureResumePoint() => _resume.At(_time, _proposal, _defect);

    private IntegrationStatus? Begin(ResumePoint? resume)
    {
        try
        {
            _stepper.Start(_time);
        }
        catch (VectorFieldException exception)
        {
            _singularity = exception;
        }

        if (resume is null)
        {
            _samples.DeliverInitial(_stepper.State, _monitor.Statistics);
        }
        else
        {
            _samples.SkipThrough(_time);
            _controller.LoadMemory([.. resume.ControllerMemory]);
            _stepper.LoadHistory([.. resume.StepperHistory]);
            _monitor.Restore(resume.Statistics);
            _defect = resume.NormDefect;
            _outcome = _outcome with { NormDefect = _defect };
        }

        _proposal = resume?.StepSize ?? 0;
        var status = _singularity is not null ? IntegrationStatus.SingularField
            : _settings.StopWhen?.Invoke(Accepted(0)) == true ? IntegrationStatus.Stopped
            : _time >= _problem.EndTime ? IntegrationStatus.EndReached : null;
        // Nothing is proposed yet where a run was stopped at its start.
        return status ?? Prepare(_proposal == 0);
    }

    private IntegrationStatus? Prepare(bool isNew)
    {
        if (isNew)
        {
            (_proposal, _resume.DependsOnEnd) =
                InitialStep.Choose(_problem, _stepper, _controller, _tolerances, _settings);
        }

        _events.Start(_time, _stepper.State, _stepper.Derivative);
        if (_events.CanEnd)
        {
            _observer.OnResumePoint(CaptureResumePoint(), isLast: false);
        }

        return null;
    }

    private IntegrationStatus? Advance()
    {
        var target = Math.Min(_samples.Stop, _problem.EndTime);
        var end = StepEnd.Choose(_time, _proposal, target, _settings.MaxStep, _controller.IsAdaptive);
        _step = end - _time;
        _resume.BeforeTrial(_time, end, _proposal, _defect, _observer);
        return Try(ref end) ? Take(end) : Reject();
    }

    // Everything that evaluates the field for this step happens here, so a singular formula costs the step only.
    private bool Try(ref double end)
    {
        try
        {
            _outcome = _stepper.Step(_time, end);
            if (_stepper is IFreeStepper free)
            {
                Follow(free, ref end);
            }

            var accepted = _controller.Accepts(_outcome);
            if (accepted)
            {
                _stepper.Complete(_events.Examine(end, _stepper) || _samples.HasInside(end));
            }

            return accepted;
        }
        catch (VectorFieldException exception)
        {
            (_singularity, _outcome) = (exception, StepOutcome.Singular);
            return false;
        }
    }

    // A step that ended early was not cut short by anyone here: the next size is the method's own.
    private void Follow(IFreeStepper free, ref double end)
    {
        _monitor.CountRepeated(free.Rejections);
        if (free.End < end)
        {
            end = free.End;
            _step = _proposal = end - _time;
        }
    }

    private IntegrationStatus? Reject()
    {
        _monitor.CountRejected();
        var origin = _outcome.Verdict == TrialVerdict.NonFinite
            ? _problem.Space.FirstNonFinite(_stepper.Derivative)
            : -1;
        if (origin >= 0)
        {
            _outcome = _outcome with { WorstComponent = origin };
            return IntegrationStatus.NonFiniteRightHandSide;
        }

        _proposal = _controller.NextStep(_time, _step, _outcome, accepted: false);
        return _controller.IsAdaptive
            ? null
            : RunMonitor.Cause(_outcome.Verdict, IntegrationStatus.NonFiniteRightHandSide);
    }

    private IntegrationStatus? Take(double end)
    {
        if (EndsAtEvent(end))
        {
            _monitor.CountAccepted(_outcome.NormDefect);
            return IntegrationStatus.Stopped;
        }

        _samples.Deliver(_time, end, end, _stepper, _outcome.NormDefect, _monitor.Statistics);
        _stepper.Accept();
        (_time, _defect) = (end, _outcome.NormDefect);
        _monitor.CountAccepted(_outcome.NormDefect);
        var next = _controller.NextStep(end, _step, _outcome, accepted: true);
        // A step that was cut short to meet a time says nothing against the longer one proposed before it.
        _proposal = !_controller.IsAdaptive ? next : Math.Min(
            _step < _proposal ? Math.Max(next, _proposal) : next, _settings.MaxStep);
        _monitor.Report(_time, _proposal, isEnd: false);
        var step = Accepted(_step);
        _observer.OnAccepted(step);
        return _settings.StopWhen?.Invoke(step) == true ? IntegrationStatus.Stopped
            : end >= _problem.EndTime ? IntegrationStatus.EndReached : null;
    }

    // Samples and events in order of time up to the event that ends the run, whose state becomes the last sample.
    private bool EndsAtEvent(double end)
    {
        _events.Locate(_time, end, _stepper);
        var (defect, statistics) = (_outcome.NormDefect, _monitor.Statistics);
        foreach (var root in _events.Roots)
        {
            var isSampled = _samples.Deliver(_time, end, root.Time, _stepper, defect, statistics);
            var occurrence = _events.Take(root, _stepper, statistics, out var isTerminal);
            if (isTerminal && !isSampled)
            {
                _samples.Deliver(root.Time, occurrence.State, root.Time >= end, _stepper, defect, statistics);
            }

            _observer.OnEvent(occurrence);
            if (isTerminal)
            {
                _ending = occurrence;
                return true;
            }
        }

        return false;
    }

    private IntegrationResult Result(IntegrationStatus status)
    {
        var worst = _outcome.WorstComponent;
        return new IntegrationResult(
            status,
            _ending?.Time ?? _time,
            _ending?.State ?? _stepper.State,
            _step,
            _outcome.ErrorNorm,
            worst < 0 ? null : _problem.Space.Layout.Locate(worst),
            _monitor.Statistics,
            status == IntegrationStatus.SingularField ? _singularity?.Message : null,
            _ending is null ? CaptureResumePoint() : _resume.Latest,
            _monitor.Elapsed)
        {
            Event = _ending?.Event.Name,
            Stiffness = _stepper.Stiffness,
            Switches = _stepper.Switches,
        };
    }

    private AcceptedStep Accepted(double step) => new(
        _time,
        step,
        _stepper.State,
        _stepper.Derivative,
        _outcome.ErrorNorm,
        _outcome.NormDefect,
        _monitor.Statistics)
    {
        Stiffness = _stepper.Stiffness,
        Pattern = _stepper.Pattern,
    };
}
