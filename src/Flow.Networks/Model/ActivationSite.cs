using Flow.Symbolic.Expressions;
using Flow.Symbolic.Functions;

namespace Flow.Networks.Model;

/// <summary>An activation of the network: where its kinks, if any, are crossed.</summary>
/// <param name="PreActivation">z, samples x units.</param>
/// <param name="Value">sigma(z), of the same shape.</param>
/// <param name="Function">sigma.</param>
public sealed record ActivationSite(Expr PreActivation, Expr Value, ScalarFunction Function);
