namespace Flow.Backends.Plans.Lowering;

/// <summary>C = A P^T or A P for a parameter matrix P.</summary>
/// <param name="Destination">The slot of C.</param>
/// <param name="A">The slot of A.</param>
/// <param name="Parameter">The position of P among the parameter uses.</param>
internal sealed record MultiplyOp(int Destination, int A, int Parameter) : SampleOp
{
    /// <inheritdoc />
    public override IEnumerable<int> Reads => [A];

    /// <inheritdoc />
    public override IEnumerable<int> Writes => [Destination];
}
