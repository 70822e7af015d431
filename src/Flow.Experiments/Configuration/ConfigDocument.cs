namespace Flow.Experiments.Configuration;

/// <summary>An experiment file after reading: its values and where they stood.</summary>
/// <param name="Config">The values, with every default filled in.</param>
/// <param name="Positions">Where each key was written.</param>
public sealed record ConfigDocument(ExperimentConfig Config, ConfigPositions Positions);
