using Flow.Symbolic.Expressions;

namespace Flow.Networks.Model;

/// <summary>A trainable tensor of a network.</summary>
/// <param name="Layer">The layer k it belongs to, counted from 1 over the layers with weights.</param>
/// <param name="Kind">What it does; all but weights are free parameters, outside every norm.</param>
/// <param name="Variable">The symbol that stands for it in the network's graph, of the parameter's shape.</param>
public sealed record Parameter(int Layer, ParameterKind Kind, Variable Variable)
{
    /// <summary>True for a weight W_k; false for a free parameter such as a bias b_k.</summary>
    public bool IsWeight => Kind == ParameterKind.Weight;
}
