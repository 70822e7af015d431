using Flow.Integrators.Problems;
using Flow.Integrators.Spaces;

namespace Flow.TestKit;

/// <summary>The derivatives of a plain function that is smooth far beyond the state, by central differences of order 8,
/// exact to about 1e-13.</summary>
public sealed class SmoothLinearization(int dimension, VectorFunction function, bool isSymmetric = false)
    : ILinearization
{
    private const double Length = 0.01;

    private static readonly double[] Weights = [4.0 / 5, -1.0 / 5, 4.0 / 105, -1.0 / 280];

    private readonly double[] _state = new double[dimension];
    private readonly double[] _moved = new double[dimension];
    private readonly double[] _forward = new double[dimension];
    private readonly double[] _backward = new double[dimension];
    private double _time;

    public bool IsSymmetricOnTangent => isSymmetric;

    public void MoveTo(double time, Vector state)
    {
        ((ArrayVector)state).Values.CopyTo(_state, 0);
        _time = time;
    }

    public void Multiply(Vector direction, Vector product)
    {
        var along = ((ArrayVector)direction).Values;
        var size = Math.Sqrt(along.AsSpan().ToArray().Sum(d => d * d));
        Differentiate(0, along, size == 0 ? 1 : Length / size, ((ArrayVector)product).Values);
    }

    public bool TryTimeDerivative(Vector derivative)
    {
        Differentiate(1, new double[dimension], Length, ((ArrayVector)derivative).Values);
        return true;
    }

    private void Differentiate(double timeDirection, double[] direction, double length, double[] result)
    {
        Array.Clear(result);
        for (var j = 1; j <= Weights.Length; j++)
        {
            Evaluate(timeDirection, direction, j * length, _forward);
            Evaluate(timeDirection, direction, -j * length, _backward);
            for (var i = 0; i < dimension; i++)
            {
                result[i] += Weights[j - 1] / length * (_forward[i] - _backward[i]);
            }
        }
    }

    private void Evaluate(double timeDirection, double[] direction, double shift, double[] result)
    {
        for (var i = 0; i < dimension; i++)
        {
            _moved[i] = _state[i] + (shift * direction[i]);
        }

        function(_time + (shift * timeDirection), _moved, result);
    }
}
