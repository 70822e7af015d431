using System.Collections.Immutable;
using Flow.Symbolic.Shapes;

namespace Flow.Symbolic.Expressions;

/// <summary>The size of a dimension as a scalar, such as N in 1/N.</summary>
public sealed class DimensionSize : Expr
{
    private DimensionSize(Dimension dimension)
        : base(Shape.Scalar, [], Expressions.Fingerprint.Start("size").Add(dimension.Name).Value) =>
        Dimension = dimension;

    /// <summary>The dimension.</summary>
    public Dimension Dimension { get; }

    /// <summary>Makes the size of a dimension.</summary>
    /// <param name="dimension">The dimension.</param>
    public static DimensionSize Of(Dimension dimension) => ExpressionTable.Intern(new DimensionSize(dimension));

    /// <inheritdoc />
    public override Expr WithOperands(ImmutableArray<Expr> operands) => this;

    private protected override bool SamePayload(Expr other) => ((DimensionSize)other).Dimension == Dimension;
}
