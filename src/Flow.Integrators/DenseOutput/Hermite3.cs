using Flow.Integrators.Spaces;

namespace Flow.Integrators.DenseOutput;

/// <summary>Cubic Hermite interpolation from the states and derivatives at both ends of a step,
/// u = y0 + h01 (y1 - y0) + h (h10 f0 + h11 f1), exact to O(h^4); for methods without a formula of their own.</summary>
public sealed class Hermite3 : IInterpolant
{
    private readonly IVectorSpace _space;
    private readonly double[] _weights = new double[4];
    private readonly Vector[] _terms = new Vector[4];
    private Vector? _start;
    private double _step;

    /// <summary>Creates an interpolant that is not yet bound to a step.</summary>
    /// <param name="space">The space of the vectors.</param>
    public Hermite3(IVectorSpace space) => _space = space;

    /// <inheritdoc/>
    public int Order => 3;

    /// <summary>Points the interpolant at a step.</summary>
    /// <param name="start">y0, the state at the start.</param>
    /// <param name="startDerivative">f0 = F(t, y0).</param>
    /// <param name="end">y1, the state at the end.</param>
    /// <param name="endDerivative">f1 = F(t + h, y1).</param>
    /// <param name="step">The step size h.</param>
    public void Bind(Vector start, Vector startDerivative, Vector end, Vector endDerivative, double step)
    {
        (_start, _step) = (start, step);
        (_terms[0], _terms[1], _terms[2], _terms[3]) = (end, start, startDerivative, endDerivative);
    }

    /// <inheritdoc/>
    public void Interpolate(double theta, Vector destination)
    {
        var start = _start ?? throw new InvalidOperationException("no step is bound; call Bind first");
        var rest = 1 - theta;
        var endWeight = theta * theta * (3 - (2 * theta));
        // As a change from y0, so that a state that rests is met exactly.
        (_weights[0], _weights[1]) = (endWeight, -endWeight);
        _weights[2] = _step * theta * rest * rest;
        _weights[3] = -_step * theta * theta * rest;
        _space.LinearCombination(destination, 1, start, 1, _weights, _terms);
    }
}
