using Flow.Symbolic.Expressions;
using Flow.Symbolic.Shapes;

namespace Flow.Backends.Plans.Lowering;

/// <summary>
/// A convolution of per-sample images, or one of its adjoints; the kernel is a matrix of output channels x (rows x
/// columns x input channels).
/// </summary>
/// <param name="Role">What is computed: an output, an input, or the sum over samples of the kernel's gradient.</param>
/// <param name="Destination">The slot of the result or, for a kernel, the accumulator.</param>
/// <param name="A">The slot of the image or, where that is computed, of the convolved image.</param>
/// <param name="B">The kernel's position among the parameter uses or, for a kernel, the slot of the output.</param>
/// <param name="Windows">The geometry.</param>
/// <param name="Inputs">The number of input channels.</param>
/// <param name="Outputs">The number of output channels.</param>
internal sealed record ConvolveOp(
    ConvolutionRole Role, int Destination, int A, int B, WindowGeometry Windows, int Inputs, int Outputs) : SampleOp
{
    /// <inheritdoc />
    public override IEnumerable<int> Reads => Role == ConvolutionRole.Kernel ? [A, B] : [A];

    /// <inheritdoc />
    public override IEnumerable<int> Writes => Role == ConvolutionRole.Kernel ? [] : [Destination];
}
