namespace Flow.Backends.Plans.Lowering;

/// <summary>Acc += A^T B, summed over samples.</summary>
/// <param name="Accumulator">The accumulator, width of A x width of B.</param>
/// <param name="A">The slot of A.</param>
/// <param name="B">The slot of B.</param>
internal sealed record OuterOp(int Accumulator, int A, int B) : SampleOp
{
    /// <inheritdoc />
    public override IEnumerable<int> Reads => [A, B];
}
