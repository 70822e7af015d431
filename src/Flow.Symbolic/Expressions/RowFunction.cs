using System.Collections.Immutable;
using Flow.Symbolic.Shapes;

namespace Flow.Symbolic.Expressions;

/// <summary>Log-sum-exp or softmax over the last dimension, evaluated without overflow.</summary>
public sealed class RowFunction : Expr
{
    private RowFunction(bool isSoftmax, Expr operand, Shape shape)
        : base(
            shape,
            [operand],
            Expressions.Fingerprint.Start(isSoftmax ? "softmax" : "logsumexp").Add(operand.Fingerprint).Value) =>
        IsSoftmax = isSoftmax;

    /// <summary>True for softmax, false for log-sum-exp.</summary>
    public bool IsSoftmax { get; }

    /// <summary>log sum_c e^{x_c} over the last dimension, which the result lacks.</summary>
    /// <param name="operand">At least one dimension.</param>
    /// <exception cref="ShapeException">The operand is a scalar.</exception>
    public static Expr LogSumExp(Expr operand) => ExpressionTable.Intern(
        new RowFunction(false, operand, new Shape(Checked(operand).RemoveAt(operand.Shape.Rank - 1))));

    /// <summary>e^{x_c} / sum_j e^{x_j} over the last dimension; the shape of the operand.</summary>
    /// <param name="operand">At least one dimension.</param>
    /// <exception cref="ShapeException">The operand is a scalar.</exception>
    public static Expr Softmax(Expr operand) => ExpressionTable.Intern(
        new RowFunction(true, operand, new Shape(Checked(operand))));

    /// <inheritdoc />
    public override Expr WithOperands(ImmutableArray<Expr> operands) =>
        IsSoftmax ? Softmax(operands[0]) : LogSumExp(operands[0]);

    private protected override bool SamePayload(Expr other) => ((RowFunction)other).IsSoftmax == IsSoftmax;

    private static ImmutableArray<Dimension> Checked(Expr operand) => operand.IsScalar
        ? throw new ShapeException("Softmax and log-sum-exp need a dimension to run over; the operand is a scalar.")
        : operand.Shape.Dimensions;
}
