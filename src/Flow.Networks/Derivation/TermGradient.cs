using System.Collections.Immutable;
using Flow.Symbolic.Expressions;

namespace Flow.Networks.Derivation;

/// <summary>The derivatives of a scalar term of a masked network.</summary>
/// <param name="Signals">The derivatives in h = m z of each site, of the shape of z.</param>
/// <param name="Blocks">The gradient in each parameter of the network, in its order.</param>
/// <param name="Scale">The derivative in the scale rho of the output, a scalar; null where it is 0.</param>
public sealed record TermGradient(
    ImmutableArray<Expr> Signals, ImmutableArray<BlockGradient> Blocks, Expr? Scale);
