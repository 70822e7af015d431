namespace Flow.Experiments.Configuration;

/// <summary>The mean of every window of an image.</summary>
public sealed record AveragePoolConfig : LayerConfig
{
    /// <summary>Height and width of a window.</summary>
    public required int Kernel { get; init; }

    /// <summary>Step between windows; as large as a window where the file does not say.</summary>
    public required int Stride { get; init; }
}
