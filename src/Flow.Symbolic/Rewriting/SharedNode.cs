using Flow.Symbolic.Expressions;

namespace Flow.Symbolic.Rewriting;

/// <summary>A node with more than one user.</summary>
/// <param name="Node">The node.</param>
/// <param name="Uses">The number of distinct nodes that use it, plus one for each time it is an output.</param>
public readonly record struct SharedNode(Expr Node, int Uses);
