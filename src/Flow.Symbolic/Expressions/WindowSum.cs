using System.Collections.Immutable;
using Flow.Symbolic.Shapes;

namespace Flow.Symbolic.Expressions;

/// <summary>
/// The sum over each window, Z_{nqc} = sum_t X_{n,p(q,t),c}, or its adjoint, X_{npc} = sum over the windows q that
/// contain p of Z_{nqc}; each is the other's derivative.
/// </summary>
public sealed class WindowSum : Expr
{
    private WindowSum(WindowGeometry windows, bool isAdjoint, Expr operand, Shape shape)
        : base(
            shape,
            [operand],
            Expressions.Fingerprint.Start(isAdjoint ? "window sum adjoint" : "window sum").Add(windows.ToString())
                .Add(operand.Fingerprint).Value) =>
        (Windows, IsAdjoint) = (windows, isAdjoint);

    /// <summary>The windows.</summary>
    public WindowGeometry Windows { get; }

    /// <summary>Whether values of windows are added up for each pixel.</summary>
    public bool IsAdjoint { get; }

    /// <summary>The sum over each window, or its adjoint.</summary>
    /// <param name="windows">The windows.</param>
    /// <param name="operand">Samples x pixels x channels, or for the adjoint samples x windows x channels.</param>
    /// <param name="isAdjoint">Whether the adjoint is meant.</param>
    /// <exception cref="ShapeException">The operand has another shape.</exception>
    public static Expr Of(WindowGeometry windows, Expr operand, bool isAdjoint = false)
    {
        var (from, to) = isAdjoint ? (windows.Output, windows.Input) : (windows.Input, windows.Output);
        if (operand.Shape.Rank != 3 || operand.Shape.Dimensions[1] != from.Pixels)
        {
            throw new ShapeException(
                $"{operand.Shape} is not samples x {from.Pixels} x channels, what windows over {windows} need.");
        }

        var shape = new Shape(operand.Shape.Dimensions.SetItem(1, to.Pixels));
        var (scalar, tensor) = ScalarPart.Split(operand);
        return Constant.IsZero(operand)
            ? Constant.Of(0, shape)
            : ScalarPart.Times(scalar, ExpressionTable.Intern(new WindowSum(windows, isAdjoint, tensor, shape)));
    }

    /// <inheritdoc />
    public override Expr WithOperands(ImmutableArray<Expr> operands) => Of(Windows, operands[0], IsAdjoint);

    private protected override bool SamePayload(Expr other) =>
        other is WindowSum sum && sum.IsAdjoint == IsAdjoint && sum.Windows == Windows;
}
