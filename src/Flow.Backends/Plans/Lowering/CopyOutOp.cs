namespace Flow.Backends.Plans.Lowering;

/// <summary>Copies a slot to a per-sample output.</summary>
/// <param name="Output">The position among the per-sample outputs.</param>
/// <param name="A">The slot.</param>
internal sealed record CopyOutOp(int Output, int A) : SampleOp
{
    /// <inheritdoc />
    public override IEnumerable<int> Reads => [A];
}
