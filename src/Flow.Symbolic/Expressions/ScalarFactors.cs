using System.Collections.Immutable;

namespace Flow.Symbolic.Expressions;

/// <summary>
/// The scalar part of a product while it is gathered: an exact coefficient and powers of distinct bases.
/// </summary>
internal sealed class ScalarFactors
{
    private readonly Dictionary<Expr, Rational> _exponents = new(ReferenceEqualityComparer.Instance);

    /// <summary>The exact coefficient.</summary>
    public Rational Coefficient { get; private set; } = 1;

    /// <summary>True while nothing but 1 has been multiplied.</summary>
    public bool IsOne => Coefficient.IsOne && _exponents.Count == 0;

    /// <summary>Multiplies by a number.</summary>
    public void Multiply(Rational value) => Coefficient *= value;

    /// <summary>Multiplies by a scalar expression.</summary>
    public void Multiply(Expr scalar)
    {
        switch (scalar)
        {
            case Constant constant:
                Coefficient *= constant.Value;
                break;
            case Product { Tensors.IsEmpty: true } product:
                Coefficient *= product.Coefficient;
                foreach (var factor in product.Scalars)
                {
                    Multiply(factor);
                }

                break;
            case Power power:
                Raise(power.Base, power.Exponent);
                break;
            default:
                Raise(scalar, 1);
                break;
        }
    }

    /// <summary>The scalar factors in canonical order.</summary>
    public ImmutableArray<Expr> ToArray() =>
    [
        .. _exponents
            .Where(static pair => !pair.Value.IsZero)
            .OrderBy(static pair => pair.Key.Fingerprint)
            .Select(static pair => Power.Of(pair.Key, pair.Value)),
    ];

    private void Raise(Expr scalar, Rational exponent)
    {
        if (_exponents.TryAdd(scalar, exponent))
        {
            return;
        }

        var total = _exponents[scalar] + exponent;
        _exponents[scalar] = total;
        if (total.IsInteger && scalar is Constant or Product { Tensors.IsEmpty: true })
        {
            // Roots that multiplied up to a whole power: what stood under them can be gathered now.
            _exponents.Remove(scalar);
            Multiply(Power.Of(scalar, total));
        }
    }
}
