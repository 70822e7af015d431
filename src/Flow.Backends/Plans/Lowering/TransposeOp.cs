namespace Flow.Backends.Plans.Lowering;

/// <summary>The matrix of each sample transposed: channels of pixels to pixels of channels, or back.</summary>
/// <param name="Destination">The slot of the result.</param>
/// <param name="A">The slot of the operand.</param>
/// <param name="Rows">The rows of the operand.</param>
/// <param name="Columns">The columns of the operand.</param>
internal sealed record TransposeOp(int Destination, int A, int Rows, int Columns) : SampleOp
{
    /// <inheritdoc />
    public override IEnumerable<int> Reads => [A];

    /// <inheritdoc />
    public override IEnumerable<int> Writes => [Destination];
}
