using Flow.Symbolic.Expressions;

namespace Flow.Networks.Derivation;

/// <summary>What is proved of a quantity along the flow.</summary>
public enum InvariantLaw
{
    /// <summary>dQ/dt simplifies to 0.</summary>
    Constant,

    /// <summary>dQ/dt simplifies to -4 lambda Q, so that Q(t) = e^{-4 lambda t} Q(0).</summary>
    DecaysWithWeightDecay,

    /// <summary>Neither could be proved.</summary>
    Unproved,
}

/// <summary>A quantity Q and its law along the flow, proved by simplifying dQ/dt.</summary>
/// <param name="Quantity">Q in terms of the state.</param>
/// <param name="Law">The law.</param>
/// <param name="Rate">dQ/dt, simplified.</param>
public sealed record Invariant(Expr Quantity, InvariantLaw Law, Expr Rate);
