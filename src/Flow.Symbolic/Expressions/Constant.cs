using System.Collections.Immutable;
using Flow.Symbolic.Shapes;

namespace Flow.Symbolic.Expressions;

/// <summary>A tensor whose every element is the same exact number.</summary>
public sealed class Constant : Expr
{
    private Constant(Rational value, Shape shape)
        : base(shape, [], Hash(value, shape)) => Value = value;

    /// <summary>The value of each element.</summary>
    public Rational Value { get; }

    /// <summary>Makes a constant.</summary>
    /// <param name="value">The value of each element.</param>
    /// <param name="shape">The shape; a scalar where absent.</param>
    public static Constant Of(Rational value, Shape? shape = null) =>
        ExpressionTable.Intern(new Constant(value, shape ?? Shape.Scalar));

    /// <summary>Whether an expression is the constant zero.</summary>
    /// <param name="expression">The expression.</param>
    public static bool IsZero(Expr expression) => expression is Constant { Value.IsZero: true };

    /// <inheritdoc />
    public override Expr WithOperands(ImmutableArray<Expr> operands) => this;

    private protected override bool SamePayload(Expr other) => ((Constant)other).Value == Value;

    private static ulong Hash(Rational value, Shape shape)
    {
        var hash = Expressions.Fingerprint.Start("constant").Add(value.ToString());
        foreach (var dimension in shape.Dimensions)
        {
            hash = hash.Add(dimension.Name);
        }

        return hash.Value;
    }
}
