using Flow.Integrators.Events;
using Flow.Integrators.Problems;
using Flow.Integrators.Sampling;
using Flow.Integrators.StepControl;
using Flow.Integrators.Stepping;

namespace Flow.Integrators;

/// <summary>Keeps the resume points of a run: none of a state that a later tEnd would change, none of the middle of a
/// step.</summary>
internal sealed class ResumeCapture(
    OdeProblem problem, IStepper stepper, IStepController controller, RunMonitor monitor, EventLocator events)
{
    private ResumePoint? _latest;
    private bool _isLast;

    /// <summary>Whether tEnd has limited the first step.</summary>
    public bool DependsOnEnd { get; set; }

    /// <summary>The point of the accepted state, or the last one before a trial that tEnd has changed.</summary>
    /// <param name="time">t of the accepted state.</param>
    /// <param name="proposal">The step size proposed next.</param>
    /// <param name="normDefect">The defect of the last step.</param>
    public ResumePoint At(double time, double proposal, double normDefect) =>
        _isLast ? _latest! : _latest = Capture(time, proposal, normDefect);

    /// <summary>The latest point that was captured; the run has ended inside a step.</summary>
    public ResumePoint Latest => _latest!;

    /// <summary>Keeps the point where the next trial, which ends at tEnd, would be another one with a later tEnd.
    /// </summary>
    /// <param name="time">t of the accepted state.</param>
    /// <param name="end">The end of the trial.</param>
    /// <param name="proposal">The step size proposed next.</param>
    /// <param name="normDefect">The defect of the last step.</param>
    /// <param name="observer">Is told.</param>
    public void BeforeTrial(
        double time, double end, double proposal, double normDefect, IIntegrationObserver observer)
    {
        if (!_isLast && end >= problem.EndTime && time + proposal != end)
        {
            observer.OnResumePoint(At(time, proposal, normDefect), isLast: true);
            _isLast = true;
        }
    }

    private ResumePoint Capture(double time, double proposal, double normDefect)
    {
        var memory = new double[controller.MemoryLength];
        controller.SaveMemory(memory);
        var history = new double[stepper.HistoryLength];
        stepper.SaveHistory(history);
        var state = new double[problem.Space.Layout.Length];
        problem.Space.Read(stepper.State, state);
        return new ResumePoint(time, proposal, memory, monitor.Statistics)
        {
            State = state,
            StepperHistory = history,
            NormDefect = normDefect,
            EventCounts = events.Counts,
            DependsOnEnd = DependsOnEnd,
        };
    }
}
