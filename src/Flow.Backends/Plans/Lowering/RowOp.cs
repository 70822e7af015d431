namespace Flow.Backends.Plans.Lowering;

/// <summary>An operation on the rows of A (and B).</summary>
/// <param name="Kind">What it computes.</param>
/// <param name="Destination">The slot of the result.</param>
/// <param name="A">The slot of A.</param>
/// <param name="B">The slot of B, A where there is none.</param>
/// <param name="Length">The number of columns that log-sum-exp and softmax run over, a divisor of the width.</param>
internal sealed record RowOp(RowOpKind Kind, int Destination, int A, int B, int Length) : SampleOp
{
    /// <inheritdoc />
    public override IEnumerable<int> Reads => [A, B];

    /// <inheritdoc />
    public override IEnumerable<int> Writes => [Destination];
}
