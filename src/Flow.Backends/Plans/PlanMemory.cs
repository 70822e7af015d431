namespace Flow.Backends.Plans;

/// <summary>A part of the memory that a plan and its data need.</summary>
/// <param name="Part">What it holds.</param>
/// <param name="Formula">How the bytes come about, widths padded to whole vectors.</param>
/// <param name="Bytes">The bytes.</param>
public sealed record PlanMemory(string Part, string Formula, long Bytes);
