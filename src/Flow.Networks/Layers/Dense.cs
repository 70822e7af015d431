using Flow.Networks.Model;
using Flow.Symbolic.Expressions;
using Flow.Symbolic.Shapes;

namespace Flow.Networks.Layers;

/// <summary>z = W_k h (+ b_k) for each sample: Z = H W_k^T + 1 b_k^T, W_k of shape outputs x inputs.</summary>
/// <param name="units">The number of outputs d_k, at least 1.</param>
/// <param name="hasBias">Whether there is a bias b_k.</param>
public sealed class Dense(int units, bool hasBias) : Layer
{
    /// <inheritdoc />
    public override string Kind => "dense";

    /// <summary>The number of outputs.</summary>
    public int Units => units;

    /// <inheritdoc />
    public override Expr Forward(GraphBuilder builder, Expr input)
    {
        if (input.Shape.Rank != 2)
        {
            throw new LayerException(
                $"a dense layer needs a vector for each sample, but gets {builder.Describe(input)}",
                "put - flatten: {} before it");
        }

        var layer = builder.NextLayer();
        var outputs = builder.NewDimension($"d_{layer}", units);
        var weight = builder.NewWeight(Shape.Of(outputs, input.Shape.Dimensions[1]));
        var product = Algebra.Einstein("ni,ji->nj", input, weight);
        return hasBias
            ? product + Algebra.Broadcast(builder.NewBias(Shape.Of(outputs)), builder.Samples)
            : product;
    }

    /// <inheritdoc />
    public override string ToString() => $"dense, {units} units{(hasBias ? ", bias" : string.Empty)}";
}
