using System.Collections.Immutable;
using Flow.Symbolic.Shapes;

namespace Flow.Symbolic.Expressions;

/// <summary>
/// The same elements in the same row-major order under another shape: dimensions split, merged or renamed. That the
/// numbers of elements agree is known only once sizes are bound; a plan checks it.
/// </summary>
public sealed class Reshape : Expr
{
    private Reshape(Expr operand, Shape shape)
        : base(shape, [operand], Hash(operand, shape))
    {
    }

    /// <summary>A tensor under another shape; scalar factors are put in front.</summary>
    /// <param name="operand">The tensor.</param>
    /// <param name="shape">The new shape, of as many elements.</param>
    public static Expr Of(Expr operand, Shape shape)
    {
        if (operand.Shape.Equals(shape))
        {
            return operand;
        }

        switch (operand)
        {
            case Constant constant:
                return Constant.Of(constant.Value, shape);
            case Reshape inner:
                return Of(inner.Operands[0], shape);
        }

        var (scalar, tensor) = ScalarPart.Split(operand);
        return ReferenceEquals(tensor, operand)
            ? ExpressionTable.Intern(new Reshape(operand, shape))
            : ScalarPart.Times(scalar, Of(tensor, shape));
    }

    /// <inheritdoc />
    public override Expr WithOperands(ImmutableArray<Expr> operands) => Of(operands[0], Shape);

    private protected override bool SamePayload(Expr other) => true;

    private static ulong Hash(Expr operand, Shape shape)
    {
        var hash = Expressions.Fingerprint.Start("reshape").Add(operand.Fingerprint);
        foreach (var dimension in shape.Dimensions)
        {
            hash = hash.Add(dimension.Name);
        }

        return hash.Value;
    }
}
