using System.Collections.Immutable;
using Flow.Symbolic.Shapes;

namespace Flow.Symbolic.Expressions;

/// <summary>
/// The derivative of an opaque function in one argument, df/da_k, of the shape of f followed by that of a_k; it is
/// never stored as a tensor: contractions with it become vector-Jacobian products.
/// </summary>
public sealed class OpaqueJacobian : Expr
{
    private OpaqueJacobian(OpaqueFunction function, int argument)
        : base(
            new Shape([.. function.Shape.Dimensions, .. function.Operands[argument].Shape.Dimensions]),
            [function],
            Expressions.Fingerprint.Start("jacobian").Add((ulong)argument).Add(function.Fingerprint).Value) =>
        Argument = argument;

    /// <summary>The function f.</summary>
    public OpaqueFunction Function => (OpaqueFunction)Operands[0];

    /// <summary>The position k of the argument.</summary>
    public int Argument { get; }

    /// <summary>Makes df/da_k.</summary>
    /// <param name="function">f.</param>
    /// <param name="argument">k.</param>
    public static OpaqueJacobian Of(OpaqueFunction function, int argument) =>
        ExpressionTable.Intern(new OpaqueJacobian(function, argument));

    /// <inheritdoc />
    public override Expr WithOperands(ImmutableArray<Expr> operands) => Of((OpaqueFunction)operands[0], Argument);

    private protected override bool SamePayload(Expr other) => ((OpaqueJacobian)other).Argument == Argument;
}
