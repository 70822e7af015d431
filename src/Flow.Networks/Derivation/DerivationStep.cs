using Flow.Symbolic.Expressions;

namespace Flow.Networks.Derivation;

/// <summary>One step of a derivation as it is printed.</summary>
/// <param name="Reason">What was done.</param>
/// <param name="Left">The left side, as text such as dE/dV_1.</param>
/// <param name="Right">The right side.</param>
public sealed record DerivationStep(string Reason, string Left, Expr Right);
