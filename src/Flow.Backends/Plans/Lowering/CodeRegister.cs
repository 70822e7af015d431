namespace Flow.Backends.Plans.Lowering;

/// <summary>A register: an input or the result of a step.</summary>
/// <param name="IsInput">Whether it is an input.</param>
/// <param name="Index">The position among the inputs or the steps.</param>
internal readonly record struct CodeRegister(bool IsInput, int Index);
