namespace Flow.Backends.Plans.Lowering;

/// <summary>A value of elementwise code that is stored or summed.</summary>
/// <param name="Register">The value.</param>
/// <param name="Slot">The sample slot it is stored to, or the accumulator its sum is added to.</param>
internal readonly record struct CodeResult(CodeRegister Register, int Slot);
