using Flow.Integrators.Spaces;

namespace Flow.Integrators.Problems;

/// <summary>J d as the quotient (F(t, y + s d) - F(t, y)) / s with s = sqrt(machine epsilon) (1 + |y|) / |d|, for
/// fields without a derivative of their own; the relative error is about 1e-7.</summary>
/// <remarks>Each product and each <see cref="MoveTo"/> costs one evaluation of the field. Where y lies on a manifold,
/// the field is evaluated off it by about 1e-8.</remarks>
public sealed class DifferenceLinearization : ILinearization
{
    private static readonly double Quotient = Math.Sqrt(Math.ScaleB(1, -52));

    private readonly IVectorSpace _space;
    private readonly IVectorField _field;
    private readonly Vector _state;
    private readonly Vector _derivative;
    private readonly Vector _moved;
    private readonly double[] _square = new double[1];
    private double _time;
    private double _size;

    /// <summary>Makes the linearization and its vectors.</summary>
    /// <param name="space">The space.</param>
    /// <param name="field">The right-hand side F.</param>
    public DifferenceLinearization(IVectorSpace space, IVectorField field)
    {
        ArgumentNullException.ThrowIfNull(space);
        ArgumentNullException.ThrowIfNull(field);
        (_space, _field) = (space, field);
        (_state, _derivative, _moved) = (space.Allocate(), space.Allocate(), space.Allocate());
    }

    /// <inheritdoc/>
    public void MoveTo(double time, Vector state)
    {
        _space.Copy(state, _state);
        _field.Evaluate(time, _state, _derivative);
        (_time, _size) = (time, 1 + Norm(_state));
    }

    /// <inheritdoc/>
    public void Multiply(Vector direction, Vector product)
    {
        var norm = Norm(direction);
        if (norm == 0)
        {
            _space.FillZero(product);
            return;
        }

        var shift = Quotient * _size / norm;
        _space.LinearCombination(_moved, 1, _state, shift, [1], [direction]);
        _field.Evaluate(_time, _moved, product);
        _space.LinearCombination(product, 1 / shift, product, -1 / shift, [1], [_derivative]);
    }

    private double Norm(Vector vector)
    {
        _space.InnerProducts([vector], [vector], _square);
        return Math.Sqrt(_square[0]);
    }
}
