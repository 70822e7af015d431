using Flow.Integrators.Spaces;

namespace Flow.Integrators.DenseOutput;

/// <summary>The continuous extension of a Runge-Kutta step, y + h sum_i b_i(theta) k_i with the weights of
/// <see cref="DenseWeights"/>; one pass over memory for each sample.</summary>
internal sealed class StageInterpolant(IVectorSpace space, DenseWeights weights) : IInterpolant
{
    private readonly double[] _values = new double[weights.StageCount];
    private Vector? _start;
    private Vector[] _stages = [];
    private double _step;

    public int Order => weights.Order;

    /// <summary>Points the interpolant at a step: its start, its stages and its size h.</summary>
    public void Bind(Vector start, Vector[] stages, double step) => (_start, _stages, _step) = (start, stages, step);

    public void Interpolate(double theta, Vector destination)
    {
        weights.Evaluate(theta, _values);
        space.LinearCombination(destination, 1, _start!, _step, _values, _stages);
    }
}
