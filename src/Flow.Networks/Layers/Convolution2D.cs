using Flow.Networks.Model;
using Flow.Symbolic.Expressions;
using Flow.Symbolic.Shapes;

namespace Flow.Networks.Layers;

/// <summary>
/// Z_{nqo} = sum over the window q of W_{oiyx} H_{n,p,i} (+ b_o): a kernel W_k of shape output channels x input
/// channels x rows x columns is laid on the image at every window (cross-correlation, as in PyTorch); pixels of the
/// padding are zero.
/// </summary>
/// <param name="channels">The number of output channels, at least 1.</param>
/// <param name="kernel">The height and width of the kernel.</param>
/// <param name="stride">The step between windows.</param>
/// <param name="padding">The zeros on each side of the image, less than the kernel.</param>
/// <param name="hasBias">Whether there is a bias b_k, one entry for each output channel.</param>
public sealed class Convolution2D(int channels, int kernel, int stride, int padding, bool hasBias) : Layer
{
    /// <inheritdoc />
    public override string Kind => "conv";

    /// <inheritdoc />
    public override bool NeedsImage => true;

    /// <inheritdoc />
    public override Expr Forward(GraphBuilder builder, Expr input)
    {
        var layer = builder.Depth + 1;
        var windows = builder.Windows(input, Kind, kernel, stride, padding);
        builder.NextLayer();
        var outputs = builder.NewDimension($"c_{layer}", channels);
        var (rows, columns) = (builder.NewDimension($"r_{layer}", kernel), builder.NewDimension($"s_{layer}", kernel));
        var weight = builder.NewWeight(Shape.Of(outputs, input.Shape.Dimensions[2], rows, columns));
        var convolved = Convolution.Of(
            new(windows, rows, columns), input, Algebra.Einstein("oirs->orsi", weight));
        return hasBias
            ? convolved + Algebra.Broadcast(builder.NewBias(Shape.Of(outputs)), builder.Samples, windows.Output.Pixels)
            : convolved;
    }

    /// <inheritdoc />
    public override string ToString() =>
        $"conv, {channels} channels, kernel {kernel} x {kernel}, stride {stride}, padding {padding}"
        + (hasBias ? ", bias" : string.Empty);
}
