using Flow.Symbolic.Shapes;

namespace Flow.Backends.Plans.Lowering;

/// <summary>The sum over each window of an image, or its adjoint.</summary>
/// <param name="Destination">The slot of the result.</param>
/// <param name="A">The slot of the operand.</param>
/// <param name="Windows">The windows.</param>
/// <param name="IsAdjoint">Whether values of windows are added up for each pixel.</param>
/// <param name="Channels">The number of channels.</param>
internal sealed record WindowSumOp(int Destination, int A, WindowGeometry Windows, bool IsAdjoint, int Channels)
    : SampleOp
{
    /// <inheritdoc />
    public override IEnumerable<int> Reads => [A];

    /// <inheritdoc />
    public override IEnumerable<int> Writes => [Destination];
}
