namespace Flow.Backends.Plans.Lowering;

/// <summary>An input of elementwise code.</summary>
/// <param name="Kind">Where it comes from.</param>
/// <param name="Slot">The sample slot, the tensor slot or the scalar slot.</param>
internal readonly record struct CodeInput(CodeInputKind Kind, int Slot);
