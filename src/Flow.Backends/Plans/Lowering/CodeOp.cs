namespace Flow.Backends.Plans.Lowering;

/// <summary>An elementwise program.</summary>
/// <param name="Code">The program.</param>
internal sealed record CodeOp(ElementwiseCode Code) : SampleOp
{
    /// <inheritdoc />
    public override IEnumerable<int> Reads =>
        Code.Inputs.Where(static input => input.Kind == CodeInputKind.Samples).Select(static input => input.Slot);

    /// <inheritdoc />
    public override IEnumerable<int> Writes => Code.Stores.Select(static store => store.Slot);
}
