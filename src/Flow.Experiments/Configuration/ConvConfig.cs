namespace Flow.Experiments.Configuration;

/// <summary>A two-dimensional convolution with a square kernel.</summary>
public sealed record ConvConfig : LayerConfig
{
    /// <summary>Default of <see cref="Stride"/>.</summary>
    public const int DefaultStride = 1;

    /// <summary>Default of <see cref="Padding"/>.</summary>
    public const int DefaultPadding = 0;

    /// <summary>Number of output channels.</summary>
    public required int Channels { get; init; }

    /// <summary>Height and width of the kernel.</summary>
    public required int Kernel { get; init; }

    /// <summary>Step between positions.</summary>
    public int Stride { get; init; } = DefaultStride;

    /// <summary>Zeros added on each side.</summary>
    public int Padding { get; init; } = DefaultPadding;

    /// <inheritdoc />
    public override int WeightLayerCount => 1;
}
