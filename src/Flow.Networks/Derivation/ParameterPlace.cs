using Flow.Networks.Model;
using Flow.Symbolic.Expressions;

namespace Flow.Networks.Derivation;

/// <summary>Where a parameter W stands in a network's graph.</summary>
/// <param name="Parameter">The parameter.</param>
/// <param name="Target">
/// What to differentiate in: a placeholder added to c H W^T, where the weight is used once and so, else W itself.
/// </param>
/// <param name="Input">H, samples x inputs; null where W itself is the target.</param>
/// <param name="Coefficient">c.</param>
/// <param name="Product">The node c H W^T; null where W itself is the target.</param>
internal sealed record ParameterPlace(
    Parameter Parameter, Variable Target, Expr? Input, Rational Coefficient, Expr? Product);
