using Flow.Symbolic.Expressions;

namespace Flow.Symbolic.Verification;

/// <summary>A node that breaks a rule of legal graphs.</summary>
/// <param name="Node">The node.</param>
/// <param name="Text">The node as text; its operands only by kind and shape where it cannot be printed.</param>
/// <param name="Problem">Which rule, and how.</param>
public sealed record Violation(Expr Node, string Text, string Problem)
{
    /// <inheritdoc />
    public override string ToString() => $"{Node.GetType().Name} {Text}: {Problem}";
}
