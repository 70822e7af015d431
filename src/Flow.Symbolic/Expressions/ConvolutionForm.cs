using Flow.Symbolic.Shapes;

namespace Flow.Symbolic.Expressions;

/// <summary>What the three tensors of a convolution do not say themselves.</summary>
/// <param name="Windows">Where the kernel is laid on the image.</param>
/// <param name="Rows">The dimension of the kernel's rows.</param>
/// <param name="Columns">The dimension of the kernel's columns.</param>
public sealed record ConvolutionForm(WindowGeometry Windows, Dimension Rows, Dimension Columns);
