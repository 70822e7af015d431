using Flow.Symbolic.Expressions;

namespace Flow.Symbolic.Verification;

/// <summary>A node that breaks a rule of legal graphs.</summary>
/// <param name="Node">The node.</param>
/// <param name="Problem">Which rule, and how.</param>
public sealed record Violation(Expr Node, string Problem)
{
    /// <summary>The node's text.</summary>
    public string Text => Node.ToString();

    /// <inheritdoc />
    public override string ToString() => $"{Node.GetType().Name} {Text}: {Problem}";
}
