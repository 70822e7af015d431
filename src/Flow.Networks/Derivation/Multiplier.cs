using Flow.Networks.Parametrizations;
using Flow.Symbolic.Expressions;

namespace Flow.Networks.Derivation;

/// <summary>A Lagrange multiplier and the solution found for it.</summary>
/// <param name="Symbol">nu_k.</param>
/// <param name="Constrained">The state variable V_k whose norm it keeps.</param>
/// <param name="Value">nu_k as it is compiled, with the division by the squared norm.</param>
/// <param name="Presented">The same on the constraint.</param>
public sealed record Multiplier(Variable Symbol, StateVariable Constrained, Expr Value, Expr Presented);
