using System.Collections.Immutable;
using Flow.Networks.Model;
using Flow.Symbolic.Expressions;

namespace Flow.Networks.Layers;

/// <summary>
/// Z = H + F(H), F the layers of the block (K. He, X. Zhang, S. Ren, J. Sun, "Deep residual learning for image
/// recognition", 2016).
/// </summary>
/// <param name="layers">The layers of the block, at least one; what comes out has the shape of what goes in.</param>
public sealed class Residual(ImmutableArray<Layer> layers) : Layer
{
    /// <inheritdoc />
    public override string Kind => "residual";

    /// <inheritdoc />
    public override bool NeedsImage => layers.Any(static layer => layer.NeedsImage);

    /// <inheritdoc />
    public override Expr Forward(GraphBuilder builder, Expr input)
    {
        var output = Chain(builder, input, layers, Kind + ".");
        return builder.Describe(input) == builder.Describe(output)
            ? input + Reshape.Of(output, input.Shape)
            : throw new LayerException(
                $"the residual block turns {builder.Describe(input)} into {builder.Describe(output)}",
                "its last layer must give the shape that its first layer gets (stride 1, padding (kernel - 1)/2)",
                Kind);
    }

    /// <inheritdoc />
    public override string ToString() => $"residual: {string.Join("; ", layers)}";
}
