using Flow.Symbolic.Expressions;

namespace Flow.Networks.Losses;

/// <summary>
/// l(u, y) = log sum_c e^{u_c} - sum_c y_c u_c, the cross-entropy of softmax(u) against one-hot targets; its
/// derivative is softmax(u) - y.
/// </summary>
public sealed class CrossEntropyLoss : Loss
{
    /// <inheritdoc />
    public override string Name => "cross-entropy";

    /// <inheritdoc />
    public override bool IsQuadratic => false;

    /// <inheritdoc />
    public override Expr Total(Expr outputs, Expr targets) =>
        Algebra.SumOver(RowFunction.LogSumExp(outputs)) - Algebra.Inner(targets, outputs);
}
