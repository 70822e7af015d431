using Flow.Integrators.DenseOutput;
using Flow.Integrators.Spaces;

namespace Flow.Integrators.Stiff;

/// <summary>The solution inside a BDF step: the polynomial through its end and k points of the history, exact to
/// O(h^(k+1)).</summary>
internal sealed class BdfInterpolant(IVectorSpace space, BdfHistory history) : IInterpolant
{
    private readonly double[] _nodes = new double[BdfOrderControl.LargestOrder + 1];
    private readonly double[] _values = new double[BdfOrderControl.LargestOrder + 1];
    private readonly double[] _weights = new double[BdfOrderControl.LargestOrder];
    private readonly Vector[] _terms = new Vector[BdfOrderControl.LargestOrder];

    public int Order { get; private set; } = 1;

    /// <summary>Points the interpolant at a step from the newest point of the history to the point to come.</summary>
    public void Bind(double newTime, int order)
    {
        Order = order;
        history.MeasureNext();
        var (start, step) = (history.Time(0), newTime - history.Time(0));
        (_nodes[0], _nodes[1]) = (1, 0);
        _terms[0] = history.Differences[0];
        for (var j = 1; j < order; j++)
        {
            (_nodes[j + 1], _terms[j]) = ((history.Time(j) - start) / step, history.Differences[j]);
        }
    }

    public void Interpolate(double theta, Vector destination)
    {
        PointPolynomial.Values(_nodes.AsSpan(0, Order + 1), theta, _values);
        _weights[0] = _values[0];
        _values.AsSpan(2, Order - 1).CopyTo(_weights.AsSpan(1));
        space.LinearCombination(
            destination, 1, history.State, 1, _weights.AsSpan(0, Order), _terms.AsSpan(0, Order));
    }
}
