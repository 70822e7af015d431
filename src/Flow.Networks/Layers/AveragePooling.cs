using Flow.Networks.Model;
using Flow.Symbolic.Expressions;

namespace Flow.Networks.Layers;

/// <summary>Z_{nqc} = the mean of H_{npc} over the pixels p of window q, each channel on its own.</summary>
/// <param name="kernel">The height and width of a window.</param>
/// <param name="stride">The step between windows.</param>
public sealed class AveragePooling(int kernel, int stride) : Layer
{
    /// <inheritdoc />
    public override string Kind => "average-pool";

    /// <inheritdoc />
    public override bool NeedsImage => true;

    /// <inheritdoc />
    public override Expr Forward(GraphBuilder builder, Expr input)
    {
        var windows = builder.Windows(input, Kind, kernel, stride, 0);
        return new Rational(1, (long)kernel * kernel) * WindowSum.Of(windows, input);
    }

    /// <inheritdoc />
    public override string ToString() => $"average pooling, {kernel} x {kernel}, stride {stride}";
}
