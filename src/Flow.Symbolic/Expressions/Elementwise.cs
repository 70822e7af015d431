using System.Collections.Immutable;
using Flow.Symbolic.Shapes;

namespace Flow.Symbolic.Expressions;

/// <summary>An elementary function of each element; max and min take two operands of one shape.</summary>
public sealed class Elementwise : Expr
{
    private Elementwise(Primitive function, ImmutableArray<Expr> operands)
        : base(
            operands[0].Shape,
            operands,
            Expressions.Fingerprint.Start("elementwise").Add(function.ToString()).Add(operands.AsSpan()).Value) =>
        Function = function;

    /// <summary>The function.</summary>
    public Primitive Function { get; }

    /// <summary>Applies a function to each element.</summary>
    /// <param name="function">The function.</param>
    /// <param name="operands">One operand, two for max and min.</param>
    /// <exception cref="ShapeException">The number of operands is wrong or their shapes differ.</exception>
    public static Expr Of(Primitive function, params ReadOnlySpan<Expr> operands)
    {
        var arity = function is Primitive.Max or Primitive.Min ? 2 : 1;
        if (operands.Length != arity)
        {
            throw new ShapeException($"{function} takes {arity} operands, not {operands.Length}.");
        }

        if (arity == 2 && !operands[0].Shape.Equals(operands[1].Shape))
        {
            throw new ShapeException(
                $"{function} of {operands[0].Shape} and {operands[1].Shape}; both operands must have one shape.");
        }

        return arity == 1 ? Unary(function, operands[0]) : Binary(function, operands[0], operands[1]);
    }

    /// <inheritdoc />
    public override Expr WithOperands(ImmutableArray<Expr> operands) => Of(Function, operands.AsSpan());

    private protected override bool SamePayload(Expr other) => ((Elementwise)other).Function == Function;

    private static Expr Unary(Primitive function, Expr operand)
    {
        if (operand is not Constant constant)
        {
            return ExpressionTable.Intern(new Elementwise(function, [operand]));
        }

        Rational? folded = (function, constant.Value.Sign) switch
        {
            (Primitive.Exp or Primitive.Cos, 0) => 1,
            (Primitive.Sin or Primitive.Tanh, 0) => 0,
            (Primitive.Abs, _) => Rational.Abs(constant.Value),
            (Primitive.Sign, var sign) => sign,
            (Primitive.Step, var sign) => sign > 0 ? 1 : 0,
            (Primitive.Log, _) when constant.Value.IsOne => 0,
            _ => null,
        };
        return folded is { } value
            ? Constant.Of(value, operand.Shape)
            : ExpressionTable.Intern(new Elementwise(function, [operand]));
    }

    /// <summary>
    /// Constants come second, so that max(0, z) and max(z, 0) are one function with one kink convention.
    /// </summary>
    private static Expr Binary(Primitive function, Expr a, Expr b)
    {
        if (ReferenceEquals(a, b))
        {
            return a;
        }

        var swap = a is Constant ? b is not Constant : b is not Constant && a.Fingerprint > b.Fingerprint;
        (a, b) = swap ? (b, a) : (a, b);
        if (a is Constant first && b is Constant second)
        {
            var takeFirst = function == Primitive.Max ? first.Value >= second.Value : first.Value <= second.Value;
            return takeFirst ? first : second;
        }

        return ExpressionTable.Intern(new Elementwise(function, [a, b]));
    }
}
