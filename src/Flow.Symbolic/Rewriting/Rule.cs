using Flow.Symbolic.Expressions;

namespace Flow.Symbolic.Rewriting;

/// <summary>One rewriting rule.</summary>
/// <param name="Name">The name printed in derivation steps.</param>
/// <param name="Apply">The replacement of a node, or null where the rule does not apply.</param>
public sealed record Rule(string Name, Func<Expr, Expr?> Apply);
