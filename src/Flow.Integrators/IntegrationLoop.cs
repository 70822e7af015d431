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
    private double _time;
    private double _proposal;
    private double _step;
    private StepOutcome _outcome = new(TrialVerdict.Completed, double.NaN, -1, 0);
    private VectorFieldException? _singularity;

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
        (_problem, _time) = (
            problem with { Field = field, Linearization = linearization }, resume?.Time ?? problem.InitialTime);
        _stepper = solver.CreateStepper(_problem, _tolerances);
        _controller = solver.CreateController(problem, _stepper, settings);
        _samples = new SampleDelivery(_problem, settings.Samples, observer);
        _monitor = new RunMonitor(_problem, settings, field, linearization, counts);
        ResumeCheck.Require(resume, problem, _controller.MemoryLength, _stepper.HistoryLength);
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

        _monitor.Report(_time, _proposal, isEnd: true);
        return new IntegrationResult(
            status,
            _time,
            _stepper.State,
            _step,
            _outcome.ErrorNorm,
            _outcome.WorstComponent < 0 ? null : _problem.Space.Layout.Locate(_outcome.WorstComponent),
            _monitor.Statistics,
            status == IntegrationStatus.SingularField ? _singularity?.Message : null,
            CaptureResumePoint(),
            _monitor.Elapsed)
        {
            Stiffness = _stepper.Stiffness,
            Switches = _stepper.Switches,
        };
    }

    public ResumePoint CaptureResumePoint()
    {
        var memory = new double[_controller.MemoryLength];
        _controller.SaveMemory(memory);
        var history = new double[_stepper.HistoryLength];
        _stepper.SaveHistory(history);
        return new ResumePoint(_time, _proposal, memory, _monitor.Statistics) { StepperHistory = history };
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
            _samples.DeliverInitial(_stepper.State, _monitor.Statistics);
        }
        else
        {
            _samples.SkipThrough(_time);
            _controller.LoadMemory([.. resume.ControllerMemory]);
            _stepper.LoadHistory([.. resume.StepperHistory]);
        }

        _proposal = resume?.StepSize ?? 0;
        var status = _singularity is not null ? IntegrationStatus.SingularField
            : resume is null && _settings.StopWhen?.Invoke(Accepted(0)) == true ? IntegrationStatus.Stopped
            : _time >= _problem.EndTime ? IntegrationStatus.EndReached : null;
        if (status is null && resume is null)
        {
            _proposal = InitialStep.Choose(_problem, _stepper, _controller, _tolerances, _settings);
        }

        return status;
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
        _samples.Deliver(_time, end, _stepper, _outcome.NormDefect, _monitor.Statistics);
        _stepper.Accept();
        _time = end;
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
    };
}
