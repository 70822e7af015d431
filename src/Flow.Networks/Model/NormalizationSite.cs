using Flow.Symbolic.Expressions;

namespace Flow.Networks.Model;

/// <summary>A batch norm of the network: where a vanishing variance would make it singular.</summary>
/// <param name="Layer">The layer k with weights before it; 0 for a batch norm of the inputs.</param>
/// <param name="PreActivation">Z, samples x units.</param>
/// <param name="Variance">The biased variance v_j of each unit over the samples.</param>
/// <param name="Spread">v_j + epsilon, what the root is taken of.</param>
/// <param name="Gain">gamma_k, or null where it is not affine.</param>
public sealed record NormalizationSite(int Layer, Expr PreActivation, Expr Variance, Expr Spread, Variable? Gain)
{
    /// <summary>True where epsilon is 0.</summary>
    public bool IsExact => ReferenceEquals(Variance, Spread);
}
