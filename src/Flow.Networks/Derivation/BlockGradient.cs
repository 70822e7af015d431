using Flow.Networks.Model;
using Flow.Symbolic.Expressions;

namespace Flow.Networks.Derivation;

/// <summary>
/// The gradient G of a term in one parameter of the network: the outer product G_{ji} = sum_n delta_{nj} h_{ni} for the
/// weight of a dense layer, else a tensor of the parameter's shape.
/// </summary>
/// <param name="Parameter">The parameter.</param>
/// <param name="Value">delta, samples x outputs, where there is an input, else G; null where G is 0.</param>
/// <param name="Input">h, samples x inputs; null where G is no outer product.</param>
public sealed record BlockGradient(Parameter Parameter, Expr? Value, Expr? Input);
