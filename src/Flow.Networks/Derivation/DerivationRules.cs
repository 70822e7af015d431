using Flow.Symbolic.Differentiation;
using Flow.Symbolic.Rewriting;

namespace Flow.Networks.Derivation;

/// <summary>The tables of rules that a derivation uses.</summary>
/// <param name="Gradient">The rules of differentiation.</param>
/// <param name="Euler">Euler's identity for homogeneous functions.</param>
public sealed record DerivationRules(GradientRules Gradient, Rule Euler)
{
    /// <summary>The rules of calculus.</summary>
    public static DerivationRules Default { get; } = new(GradientRules.Default, HomogeneityRules.Euler);
}
