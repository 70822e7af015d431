using Flow.Integrators.Constraints;
using Flow.Integrators.DenseOutput;
using Flow.Integrators.Spaces;

namespace Flow.Integrators.Events;

/// <summary>An event function along one step, g(t) = g(t, u(t)) with u the retracted dense output.</summary>
internal sealed class StepFunction(IVectorSpace space, IConstraintManifold? constraint)
{
    private readonly Vector _state = space.Allocate();
    private EventFunction? _function;
    private IInterpolant? _interpolant;
    private double _endValue;

    public double Start { get; private set; }

    public double End { get; private set; }

    /// <summary>Points to a step whose dense output can be read.</summary>
    public void Bind(double start, double end, IInterpolant interpolant) =>
        (Start, End, _interpolant) = (start, end, interpolant);

    /// <summary>Points to an event and its value at the end of the step.</summary>
    public void Bind(EventFunction function, double endValue) => (_function, _endValue) = (function, endValue);

    /// <summary>g at a time above the start of the step.</summary>
    public double At(double time) => time >= End ? _endValue : _function!(new EventPoint(time, StateAt(time)));

    /// <summary>u at a time inside the step.</summary>
    public Vector StateAt(double time)
    {
        _interpolant!.Interpolate((time - Start) / (End - Start), _state);
        constraint?.Retract(_state);
        return _state;
    }
}
