using Flow.Integrators.Problems;
using Flow.Integrators.Spaces;

namespace Flow.Integrators.Stiff.LinearSolvers;

/// <summary>J = dF/dy as a matrix on the host: its columns are products with unit vectors, or differences of F where
/// the field has no derivative of its own.</summary>
/// <remarks>The difference along entry j is max(sqrt(eps) |y_j|, 1000 n eps h |F| w_j), w_j the error weight and |F|
/// the weighted norm: large enough to stand out of the rounding errors of F (A. C. Hindmarsh and others, SUNDIALS, ACM
/// TOMS 31, 2005).</remarks>
internal sealed class DenseJacobian
{
    private static readonly double Epsilon = Math.ScaleB(1, -52);

    private readonly OdeProblem _problem;
    private readonly Tolerances _tolerances;
    private readonly int _size;
    private readonly double[] _entries;
    private readonly double[] _state;
    private readonly double[] _slope;
    private readonly double[] _column;
    private readonly double[] _one = [1];
    private readonly Vector[] _single = new Vector[1];
    private readonly Vector _direction;
    private readonly Vector _product;

    public DenseJacobian(OdeProblem problem, Tolerances tolerances)
    {
        (_problem, _tolerances, _size) = (problem, tolerances, problem.Space.Layout.Length);
        _entries = new double[_size * _size];
        (_state, _slope, _column) = (new double[_size], new double[_size], new double[_size]);
        (_direction, _product) = (problem.Space.Allocate(), problem.Space.Allocate());
    }

    /// <summary>The entries, row by row.</summary>
    public Span<double> Entries => _entries;

    public void MoveTo(double time, Vector state, Vector derivative, double step)
    {
        if (_problem.Linearization is { } linearization)
        {
            linearization.MoveTo(time, state);
            FillByProducts(linearization);
        }
        else
        {
            FillByDifferences(time, state, derivative, step);
        }
    }

    private void FillByProducts(ILinearization linearization)
    {
        Array.Clear(_state);
        for (var j = 0; j < _size; j++)
        {
            _state[j] = 1;
            _problem.Space.Write(_state, _direction);
            _state[j] = 0;
            linearization.Multiply(_direction, _product);
            _problem.Space.Read(_product, _column);
            Store(j, 1, false);
        }
    }

    private void FillByDifferences(double time, Vector state, Vector derivative, double step)
    {
        var space = _problem.Space;
        space.Read(state, _state);
        space.Read(derivative, _slope);
        _single[0] = derivative;
        var speed = space.WeightedNorm(step, _one, _single, state, state, _tolerances).RootMeanSquare;
        var smallest = speed > 0 ? 1000 * _size * Epsilon * speed : 1;
        for (var j = 0; j < _size; j++)
        {
            var value = _state[j];
            var weight = _tolerances.Absolute + (_tolerances.Relative * Math.Abs(value));
            _state[j] = value + Math.Max(Math.Sqrt(Epsilon) * Math.Abs(value), smallest * weight);
            space.Write(_state, _direction);
            _problem.Field.Evaluate(time, _direction, _product);
            space.Read(_product, _column);
            Store(j, 1 / (_state[j] - value), true);
            _state[j] = value;
        }
    }

    private void Store(int column, double scale, bool isDifference)
    {
        for (var i = 0; i < _size; i++)
        {
            _entries[(i * _size) + column] = scale * (isDifference ? _column[i] - _slope[i] : _column[i]);
        }
    }
}
