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

    /// <summary>Delivers the samples in (start, end] of a completed step.</summary>
    public void Deliver(double start, double end, IStepper stepper, double defect, IntegrationStatistics statistics)
    {
        for (; _interpolated is not null && _cursor.Next < end; _cursor.Advance())
        {
            stepper.Interpolant.Interpolate((_cursor.Next - start) / (end - start), _interpolated);
            _problem.Constraint?.Retract(_interpolated);
            _observer.OnSample(new Sample(_cursor.Next, _interpolated, false, defect, statistics)
            {
                Stiffness = stepper.Stiffness,
            });
        }

        for (; _cursor.Next <= end; _cursor.Advance())
        {
            _observer.OnSample(new Sample(end, stepper.Trial, true, defect, statistics)
            {
                Stiffness = stepper.Stiffness,
            });
        }
    }
}
