using System.Collections.Immutable;
using Flow.Symbolic.Printing;
using Flow.Symbolic.Shapes;

namespace Flow.Symbolic.Expressions;

/// <summary>
/// A node of the expression graph: immutable, shape-checked when it is made, and unique (two structurally equal nodes
/// are the same object), so that equality is reference equality and common subexpressions are shared from birth.
/// </summary>
public abstract class Expr
{
    private protected Expr(Shape shape, ImmutableArray<Expr> operands, ulong fingerprint)
    {
        Shape = shape;
        Operands = operands;
        Fingerprint = fingerprint;
    }

    /// <summary>The shape of the value.</summary>
    public Shape Shape { get; }

    /// <summary>The operands in order; empty for leaves.</summary>
    public ImmutableArray<Expr> Operands { get; }

    /// <summary>A structural hash that is the same in every process; it orders terms and factors canonically.</summary>
    public ulong Fingerprint { get; }

    /// <summary>True for a value without dimensions.</summary>
    public bool IsScalar => Shape.IsScalar;

    /// <summary>a + b, of equal shapes.</summary>
    /// <exception cref="ShapeException">The shapes differ.</exception>
    public static Expr operator +(Expr a, Expr b) => Sum.Of(a, b);

    /// <summary>a - b, of equal shapes.</summary>
    /// <exception cref="ShapeException">The shapes differ.</exception>
    public static Expr operator -(Expr a, Expr b) => Sum.Of(a, -b);

    /// <summary>-a.</summary>
    public static Expr operator -(Expr a) => Algebra.Scale(-1, a);

    /// <summary>a b where one of them is a scalar; elementwise products are spelled Algebra.Hadamard.</summary>
    /// <exception cref="ShapeException">Neither is a scalar.</exception>
    public static Expr operator *(Expr a, Expr b) => Algebra.Scale(a, b);

    /// <summary>a / b where b is a scalar.</summary>
    /// <exception cref="ShapeException">b is not a scalar.</exception>
    public static Expr operator /(Expr a, Expr b) => Algebra.Scale(Power.Of(b, -1), a);

    /// <summary>A scalar constant.</summary>
    /// <param name="value">The value.</param>
    public static implicit operator Expr(int value) => Constant.Of(value);

    /// <summary>A scalar constant.</summary>
    /// <param name="value">The value.</param>
    public static implicit operator Expr(Rational value) => Constant.Of(value);

    /// <summary>One line of text; a graph that would be longer than a page is printed as steps.</summary>
    public override string ToString() => StepListing.OneLine(this);

    /// <summary>The same node over other operands of the same shapes.</summary>
    /// <param name="operands">One operand for each of Operands.</param>
    public abstract Expr WithOperands(ImmutableArray<Expr> operands);

    /// <summary>Whether another node of the same type with the same operands carries the same payload.</summary>
    private protected abstract bool SamePayload(Expr other);

    /// <summary>Whether another node is structurally this one.</summary>
    internal bool SameNode(Expr other) =>
        other.GetType() == GetType() && Operands.AsSpan().SequenceEqual(other.Operands.AsSpan())
        && Shape.Equals(other.Shape) && SamePayload(other);
}
