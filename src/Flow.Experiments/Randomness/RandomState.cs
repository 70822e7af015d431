namespace Flow.Experiments.Randomness;

/// <summary>Everything a generator remembers, to be stored in checkpoints.</summary>
/// <param name="S0">First word of the state.</param>
/// <param name="S1">Second word.</param>
/// <param name="S2">Third word.</param>
/// <param name="S3">Fourth word.</param>
/// <param name="Spare">The second normal variate of the last pair, or null when it has been used.</param>
public sealed record RandomState(ulong S0, ulong S1, ulong S2, ulong S3, double? Spare);
