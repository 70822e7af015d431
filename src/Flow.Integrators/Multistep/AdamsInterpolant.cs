using Flow.Integrators.DenseOutput;
using Flow.Integrators.Spaces;

namespace Flow.Integrators.Multistep;

/// <summary>The solution inside an exponential Adams step: y_n + C_(k+1)(theta h) from F at the end of the step and k
/// points of the history, exact to O(h^(k+2)).</summary>
internal sealed class AdamsInterpolant(AdamsIncrement increment, StiffDirections directions) : IInterpolant
{
    private Vector? _start;
    private double _step;

    public int Order { get; private set; } = 2;

    /// <summary>Points the interpolant at a step of which the increment holds the nodes.</summary>
    public void Bind(Vector start, double step, int order) => (_start, _step, Order) = (start, step, order);

    public void Interpolate(double theta, Vector destination)
    {
        increment.Reweigh(theta * _step, directions.Rates);
        increment.Apply(Order, _start!, destination);
    }
}
