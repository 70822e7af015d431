using Flow.Symbolic.Expressions;

namespace Flow.TestKit;

/// <summary>An expression and the value that its construction should have, computed without the expression.</summary>
/// <param name="Expression">The expression.</param>
/// <param name="Value">Its elements, row-major.</param>
public sealed record Twin(Expr Expression, double[] Value);
