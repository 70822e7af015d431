namespace Flow.Experiments.Configuration;

/// <summary>A dense layer, z = W x (+ b).</summary>
public sealed record DenseConfig : LayerConfig
{
    /// <summary>Number of outputs of the layer.</summary>
    public required int Units { get; init; }

    /// <inheritdoc />
    public override int WeightLayerCount => 1;
}
