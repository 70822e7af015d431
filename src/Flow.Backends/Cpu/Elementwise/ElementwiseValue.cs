namespace Flow.Backends.Cpu.Elementwise;

/// <summary>A value of an <see cref="ElementwiseProgramBuilder"/>: an input, a constant or a result.</summary>
/// <param name="Index">Its number in the program that is being built.</param>
public readonly record struct ElementwiseValue(int Index);
