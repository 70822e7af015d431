using System.Collections.Immutable;

namespace Flow.Symbolic.Expressions;

/// <summary>Each element raised to an exact constant exponent, x^q.</summary>
public sealed class Power : Expr
{
    private Power(Expr @base, Rational exponent)
        : base(
            @base.Shape,
            [@base],
            Expressions.Fingerprint.Start("power").Add(exponent.ToString()).Add(@base.Fingerprint).Value) =>
        Exponent = exponent;

    /// <summary>The base.</summary>
    public Expr Base => Operands[0];

    /// <summary>The exponent.</summary>
    public Rational Exponent { get; }

    /// <summary>x^q, simplified; integer exponents distribute over the factors of a scalar product.</summary>
    /// <param name="base">The base.</param>
    /// <param name="exponent">The exponent.</param>
    /// <exception cref="DivideByZeroException">A constant zero is raised to a negative exponent.</exception>
    public static Expr Of(Expr @base, Rational exponent)
    {
        if (exponent.IsOne)
        {
            return @base;
        }

        if (exponent.IsZero)
        {
            return Constant.Of(1, @base.Shape);
        }

        return exponent.IsInteger ? OfInteger(@base, exponent) : Make(@base, exponent);
    }

    /// <inheritdoc />
    public override Expr WithOperands(ImmutableArray<Expr> operands) => Of(operands[0], Exponent);

    private protected override bool SamePayload(Expr other) => ((Power)other).Exponent == Exponent;

    private static Expr Make(Expr @base, Rational exponent) => @base switch
    {
        Constant { Value.IsOne: true } => @base,
        Constant { Value.IsZero: true } when exponent.Sign < 0 =>
            throw new DivideByZeroException("Zero is raised to a negative exponent."),
        Constant { Value.IsZero: true } => @base,
        Elementwise { Function: Primitive.Step } when exponent.Sign > 0 => @base,
        _ => ExpressionTable.Intern(new Power(@base, exponent)),
    };

    private static Expr OfInteger(Expr @base, Rational exponent)
    {
        switch (@base)
        {
            case Constant constant:
                return Constant.Of(Rational.Power(constant.Value, (int)exponent.Numerator), constant.Shape);
            case Power power:
                return Of(power.Base, power.Exponent * exponent);
            case Product { IsScalar: true, Tensors.IsEmpty: true } product:
                return Algebra.Multiply(
                    [
                        Constant.Of(Rational.Power(product.Coefficient, (int)exponent.Numerator)),
                        .. product.Scalars.Select(scalar => Of(scalar, exponent)),
                    ]);
            default:
                return Make(@base, exponent);
        }
    }
}
