using Flow.Experiments.Configuration;

namespace Flow.Experiments.Outputs;

/// <summary>One named array of an NPZ file.</summary>
/// <param name="Name">The name, without the ending .npy.</param>
/// <param name="Shape">The sizes; empty for a single number.</param>
/// <param name="Values">The entries, last index fastest.</param>
public sealed record NpzArray(string Name, ValueList<int> Shape, double[] Values);
