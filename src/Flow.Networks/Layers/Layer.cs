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

    /// <summary>Whether the layer works on channels of pixels, so that the input of the network is an image.</summary>
    public virtual bool NeedsImage => false;

    /// <summary>The graph of the output, given that of the input.</summary>
    /// <param name="builder">Makes the parameters and dimensions.</param>
    /// <param name="input">The input, samples first.</param>
    /// <exception cref="LayerException">The input's shape does not fit the layer.</exception>
    public abstract Expr Forward(GraphBuilder builder, Expr input);

    /// <summary>The graph of several layers one after the other.</summary>
    /// <param name="builder">Makes the parameters and dimensions.</param>
    /// <param name="input">The input, samples first.</param>
    /// <param name="layers">The layers.</param>
    /// <param name="place">What stands before the position of a layer where one fails.</param>
    /// <exception cref="LayerException">A layer does not fit; its path says which.</exception>
    public static Expr Chain(GraphBuilder builder, Expr input, IEnumerable<Layer> layers, string place = "")
    {
        var (graph, position) = (input, 0);
        foreach (var layer in layers)
        {
            try
            {
                graph = builder.Append(layer, graph);
            }
            catch (LayerException misfit)
            {
                throw misfit.Inside($"{place}{position}");
            }

            position++;
        }

        return graph;
    }

    /// <summary>One line for the table of layers.</summary>
    public abstract override string ToString();
}
