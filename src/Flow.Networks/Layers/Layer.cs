using Flow.Networks.Model;
using Flow.Symbolic.Expressions;

namespace Flow.Networks.Layers;

/// <summary>
/// One layer of a network: it extends the graph of the output by its forward expression, symbols only.
/// </summary>
public abstract class Layer
{
    /// <summary>The name in experiment files.</summary>
    public abstract string Kind { get; }

    /// <summary>The graph of the output, given that of the input.</summary>
    /// <param name="builder">Makes the parameters and dimensions.</param>
    /// <param name="input">The input, samples first.</param>
    /// <exception cref="Symbolic.Shapes.ShapeException">The input's shape does not fit the layer.</exception>
    public abstract Expr Forward(GraphBuilder builder, Expr input);

    /// <summary>One line for the table of layers.</summary>
    public abstract override string ToString();
}
