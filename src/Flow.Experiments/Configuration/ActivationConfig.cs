namespace Flow.Experiments.Configuration;

/// <summary>An activation applied to every entry.</summary>
public sealed record ActivationConfig : LayerConfig
{
    /// <summary>A name such as relu or swish(50), or an expression in z.</summary>
    public required string Function { get; init; }
}
