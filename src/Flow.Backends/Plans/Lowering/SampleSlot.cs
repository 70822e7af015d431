namespace Flow.Backends.Plans.Lowering;

/// <summary>A matrix of samples x width.</summary>
/// <param name="Width">The number of columns.</param>
/// <param name="Data">The position among the plan's data variables, or -1 for a computed one.</param>
internal sealed record SampleSlot(int Width, int Data);
