using Flow.Integrators.Problems;
using Flow.Integrators.Spaces;
using Flow.Integrators.Stepping;

namespace Flow.Integrators.Sampling;

/// <summary>Hands the samples of each step to the observer: end points as they are, times inside a step from the
/// interpolant, retracted.</summary>
internal sealed class SampleDelivery
{
    private readonly OdeProblem _problem;
    private readonly IIntegrationObserver _observer;
    private readonly SampleCursor _cursor;
    private readonly Vector? _interpolated;

    public SampleDelivery(OdeProblem problem, SamplePoints? points, IIntegrationObserver observer)
    {
        double[] ends = problem.EndTime > problem.InitialTime
            ? [problem.InitialTime, problem.EndTime]
            : [problem.InitialTime];
        (_problem, _observer) = (problem, observer);
        // The ends are met by steps in any case.
        points ??= new SamplePoints(ends, exact: true);
        _cursor = new SampleCursor(points);
        _interpolated = points.Exact ? null : problem.Space.Allocate();
    }

    /// <summary>The time at which the next step has to end at the latest.</summary>
    public double Stop => _cursor.Stop;

    /// <summary>Whether a sample lies before the end of the step.</summary>
    public bool HasInside(double end) => _cursor.Next < end;

    public void SkipThrough(double time) => _cursor.SkipThrough(time);

    /// <summary>Delivers the samples at t0.</summary>
    public void DeliverInitial(Vector state, IntegrationStatistics statistics)
    {
        var time = _problem.InitialTime;
        for (; _cursor.Next <= time; _cursor.Advance())
        {
            var defect = _problem.Constraint?.Defect(state) ?? 0;
            _observer.OnSample(new Sample(time, state, true, defect, statistics));
        }
    }

    /// <summary>Delivers the samples up to a time in a completed step that have not been delivered yet.</summary>
    /// <param name="start">The start of the step.</param>
    /// <param name="end">Its end.</param>
    /// <param name="until">The time, in (start, end].</param>
    /// <param name="stepper">The stepper.</param>
    /// <param name="defect">The defect of the step.</param>
    /// <param name="statistics">Counts so far.</param>
    /// <returns>Whether the last of them was at that time.</returns>
    public bool Deliver(
        double start, double end, double until, IStepper stepper, double defect, IntegrationStatistics statistics)
    {
        var last = double.NaN;
        for (; _interpolated is not null && _cursor.Next < end && _cursor.Next <= until; _cursor.Advance())
        {
            last = _cursor.Next;
            stepper.Interpolant.Interpolate((last - start) / (end - start), _interpolated);
            _problem.Constraint?.Retract(_interpolated);
            Deliver(last, _interpolated, false, stepper, defect, statistics);
        }

        for (; _cursor.Next <= end && until >= end; _cursor.Advance())
        {
            last = end;
            Deliver(end, stepper.Trial, true, stepper, defect, statistics);
        }

        return last == until;
    }

    /// <summary>Delivers a state that no sample time asked for.</summary>
    public void Deliver(
        double time, Vector state, bool isAccepted, IStepper stepper, double defect, IntegrationStatistics statistics)
        => _observer.OnSample(new Sample(time, state, isAccepted, defect, statistics)
        {
            Stiffness = stepper.Stiffness,
        });
}
