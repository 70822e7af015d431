using Flow.Integrators.Problems;
using Flow.Integrators.Sampling;
using Flow.Integrators.StepControl;
using Flow.Integrators.Stepping;

namespace Flow.Integrators;

/// <summary>The only loop: tries steps, lets the controller judge them, delivers samples, watches the limits.</summary>
internal sealed class IntegrationLoop
{
    private readonly OdeProblem _problem;
    private readonly IntegrationSettings _settings;
    private readonly CountedField _field;
    private readonly IStepper _stepper;
    private readonly IStepController _controller;
    private readonly SampleDelivery _samples;
    private readonly IIntegrationObserver _observer;
    private readonly RunClock _clock;
    private readonly Tolerances _tolerances;
    private double _time;
    private double _proposal;
    private double _step;
    private StepOutcome _outcome = new(TrialVerdict.Completed, double.NaN, -1, 0);
    private VectorFieldException? _singularity;
    private int _rejectionsInRow;
    private IntegrationStatistics _counts;

    public IntegrationLoop(
        OdeProblem problem,
        Solver solver,
        IntegrationSettings settings,
        IIntegrationObserver observer,
        ResumePoint? resume)
    {
        (_settings, _observer, _tolerances) = (settings, observer, settings.Tolerances ?? solver.Tolerances);
        (_time, _counts) = (resume?.Time ?? problem.InitialTime, resume?.Statistics ?? default);
        _field = new CountedField(problem.Field, _counts.FieldEvaluations);
        _problem = problem with { Field = _field };
        _stepper = solver.CreateStepper(_problem, _tolerances);
        _controller = solver.CreateController(problem, _stepper, settings);
        _samples = new SampleDelivery(_problem, settings.Samples, observer);
        _clock = new RunClock(settings);
        ResumeCheck.Require(resume, problem, _controller.MemoryLength);
    }

    private IntegrationStatistics Statistics => _counts with { FieldEvaluations = _field.Count };

    public IntegrationResult Run(ResumePoint? resume, CancellationToken cancellation)
    {
        var status = Begin(resume);
        while (status is null)
        {
            status = cancellation.IsCancellationRequested ? IntegrationStatus.Cancelled : Limit() ?? Advance();
        }

        _settings.Progress?.Report(Progress());
        return new IntegrationResult(
            status,
            _time,
            _stepper.State,
            _step,
            _outcome.ErrorNorm,
            _outcome.WorstComponent < 0 ? null : _problem.Space.Layout.Locate(_outcome.WorstComponent),
            Statistics,
            status == IntegrationStatus.SingularField ? _singularity?.Message : null,
            CaptureResumePoint(),
            _clock.Elapsed);
    }

    public ResumePoint CaptureResumePoint()
    {
        var memory = new double[_controller.MemoryLength];
        _controller.SaveMemory(memory);
        return new ResumePoint(_time, _proposal, memory, Statistics);
    }

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
            _samples.DeliverInitial(_stepper.State, Statistics);
        }
        else
        {
            _samples.SkipThrough(_time);
            _controller.LoadMemory([.. resume.ControllerMemory]);
        }

        if (_singularity is not null)
        {
            return IntegrationStatus.SingularField;
        }

        if (resume is null && _settings.StopWhen?.Invoke(Accepted(0)) == true)
        {
            return IntegrationStatus.Stopped;
        }

        if (_time >= _problem.EndTime)
        {
            return IntegrationStatus.EndReached;
        }

        _proposal = resume?.StepSize ?? FirstStep();
        return null;
    }

    private double FirstStep()
    {
        if (!_controller.IsAdaptive)
        {
            return _controller.NextStep(_time, 0, _outcome, accepted: true);
        }

        var limit = Math.Min(_problem.EndTime - _time, _settings.MaxStep);
        return Math.Min(
            _settings.Step ?? InitialStep.Choose(_problem, _stepper, _tolerances, _time, limit), limit);
    }

    private IntegrationStatus? Limit()
    {
        if (_counts.TrialSteps >= _settings.MaxSteps)
        {
            return IntegrationStatus.StepLimit;
        }

        if (_rejectionsInRow >= _settings.MaxConsecutiveRejections)
        {
            return Cause(IntegrationStatus.TooManyRejections);
        }

        // A short rest of the interval is no underflow.
        var shortest = Math.Min(StepEnd.Smallest(_time), _problem.EndTime - _time);
        if (_controller.IsAdaptive && _proposal < shortest)
        {
            return Cause(IntegrationStatus.StepUnderflow);
        }

        return _clock.IsExpired ? IntegrationStatus.WallClockLimit : null;
    }

    private IntegrationStatus? Advance()
    {
        var target = Math.Min(_samples.Stop, _problem.EndTime);
        var end = StepEnd.Choose(_time, _proposal, target, _settings.MaxStep, _controller.IsAdaptive);
        _step = end - _time;
        return Try(end) ? Take(end) : Reject();
    }

    // Everything that evaluates the field for this step happens here, so a singular formula costs the step only.
    private bool Try(double end)
    {
        try
        {
            _outcome = _stepper.Step(_time, end);
            var accepted = _controller.Accepts(_outcome);
            if (accepted)
            {
                _stepper.Complete(_samples.HasInside(end));
            }

            return accepted;
        }
        catch (VectorFieldException exception)
        {
            (_singularity, _outcome) = (exception, StepOutcome.Singular);
            return false;
        }
    }

    private IntegrationStatus? Reject()
    {
        _counts = _counts with { RejectedSteps = _counts.RejectedSteps + 1 };
        _rejectionsInRow++;
        if (_outcome.Verdict == TrialVerdict.NonFinite)
        {
            var index = _problem.Space.FirstNonFinite(_stepper.Derivative);
            if (index >= 0)
            {
                _outcome = _outcome with { WorstComponent = index };
                return IntegrationStatus.NonFiniteRightHandSide;
            }
        }

        _proposal = _controller.NextStep(_time, _step, _outcome, accepted: false);
        return _controller.IsAdaptive ? null : Cause(IntegrationStatus.NonFiniteRightHandSide);
    }

    private IntegrationStatus? Take(double end)
    {
        _samples.Deliver(_time, end, _stepper, _outcome.NormDefect, Statistics);
        _stepper.Accept();
        (_time, _rejectionsInRow) = (end, 0);
        _counts = _counts with
        {
            AcceptedSteps = _counts.AcceptedSteps + 1,
            LargestNormDefect = Math.Max(_counts.LargestNormDefect, _outcome.NormDefect),
        };
        var next = _controller.NextStep(end, _step, _outcome, accepted: true);
        // A step that was cut short to meet a time says nothing against the longer one proposed before it.
        _proposal = !_controller.IsAdaptive ? next : Math.Min(
            _step < _proposal ? Math.Max(next, _proposal) : next, _settings.MaxStep);
        if (_clock.IsReportDue())
        {
            _settings.Progress?.Report(Progress());
        }

        var step = Accepted(_step);
        _observer.OnAccepted(step);
        return _settings.StopWhen?.Invoke(step) == true ? IntegrationStatus.Stopped
            : end >= _problem.EndTime ? IntegrationStatus.EndReached : null;
    }

    private IntegrationStatus Cause(IntegrationStatus otherwise) => _outcome.Verdict switch
    {
        TrialVerdict.NonFinite => IntegrationStatus.NonFiniteRightHandSide,
        TrialVerdict.Singular => IntegrationStatus.SingularField,
        _ => otherwise,
    };

    private AcceptedStep Accepted(double step) => new(
        _time, step, _stepper.State, _stepper.Derivative, _outcome.ErrorNorm, _outcome.NormDefect, Statistics);

    private IntegrationProgress Progress() => new(
        _time,
        _proposal,
        _problem.EndTime > _problem.InitialTime
            ? (_time - _problem.InitialTime) / (_problem.EndTime - _problem.InitialTime)
            : 1,
        Statistics,
        _clock.Elapsed);
}
