namespace Flow.Experiments.Configuration;

/// <summary>The section `model`: the layers, the loss, the parametrization and the decay.</summary>
public sealed record ModelConfig
{
    /// <summary>Default of <see cref="Bias"/>.</summary>
    public const bool DefaultBias = false;

    /// <summary>Default of <see cref="Loss"/>.</summary>
    public const string DefaultLoss = "square";

    /// <summary>Default of <see cref="Parametrization"/>.</summary>
    public const string DefaultParametrization = "lagrange";

    /// <summary>The hidden layers in order; the last dense layer is added from the outputs.</summary>
    public required ValueList<LayerConfig> Layers { get; init; }

    /// <summary>Number of outputs; null means as many as the targets have.</summary>
    public int? Output { get; init; }

    /// <summary>Whether layers have biases.</summary>
    public bool Bias { get; init; } = DefaultBias;

    /// <summary>Name of, or expression for, the loss.</summary>
    public string Loss { get; init; } = DefaultLoss;

    /// <summary>A name of the parametrization catalog.</summary>
    public string Parametrization { get; init; } = DefaultParametrization;

    /// <summary>The weight decay.</summary>
    public WeightDecayConfig WeightDecay { get; init; } = new();


    /// <summary>The number of weight matrices and kernels, the last dense layer included.</summary>
    public int WeightLayerCount => 1 + Layers.Sum(static layer => layer.WeightLayerCount);
}
