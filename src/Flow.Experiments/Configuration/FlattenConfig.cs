namespace Flow.Experiments.Configuration;

/// <summary>Turns channels, height and width into one vector, channel-major.</summary>
public sealed record FlattenConfig : LayerConfig;
