using Flow.Networks.Model;
using Flow.Symbolic.Expressions;

namespace Flow.Networks.Layers;

/// <summary>
/// An image as one vector, channel by channel, each row by row: h_{c Height Width + y Width + x}; a vector stays as
/// it is.
/// </summary>
public sealed class Flatten : Layer
{
    /// <inheritdoc />
    public override string Kind => "flatten";

    /// <inheritdoc />
    public override Expr Forward(GraphBuilder builder, Expr input) => builder.Flatten(input);

    /// <inheritdoc />
    public override string ToString() => "flatten";
}
