using Flow.Networks.Parametrizations;
using Flow.Symbolic.Expressions;

namespace Flow.Networks.Derivation;

/// <summary>One equation of motion.</summary>
/// <param name="State">The state variable s on the left.</param>
/// <param name="Velocity">s' as it is compiled: valid off the constraint too, the network opaque.</param>
/// <param name="Presented">The same on the constraint, arranged as it is printed.</param>
public sealed record FlowEquation(StateVariable State, Expr Velocity, Expr Presented);
