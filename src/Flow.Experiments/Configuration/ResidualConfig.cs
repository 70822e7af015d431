namespace Flow.Experiments.Configuration;

/// <summary>Layers whose result is added to their input.</summary>
public sealed record ResidualConfig : LayerConfig
{
    /// <summary>The layers of the block, at least one.</summary>
    public required ValueList<LayerConfig> Layers { get; init; }

    /// <inheritdoc />
    public override int WeightLayerCount => Layers.Sum(static layer => layer.WeightLayerCount);
}
