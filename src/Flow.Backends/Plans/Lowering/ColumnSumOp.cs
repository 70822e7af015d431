namespace Flow.Backends.Plans.Lowering;

/// <summary>Acc += the column sums of A.</summary>
/// <param name="Accumulator">The accumulator, of the width of A.</param>
/// <param name="A">The slot of A.</param>
internal sealed record ColumnSumOp(int Accumulator, int A) : SampleOp
{
    /// <inheritdoc />
    public override IEnumerable<int> Reads => [A];
}
