namespace Flow.Experiments.Configuration;

/// <summary>Batch normalisation with biased variance over samples (and positions after a convolution).</summary>
public sealed record BatchNormConfig : LayerConfig
{
    /// <summary>Default of <see cref="Epsilon"/>.</summary>
    public const double DefaultEpsilon = 0.0;

    /// <summary>Default of <see cref="Affine"/>.</summary>
    public const bool DefaultAffine = false;

    /// <summary>Added to the variance, &gt;= 0.</summary>
    public double Epsilon { get; init; } = DefaultEpsilon;

    /// <summary>Whether it has its own scale and shift.</summary>
    public bool Affine { get; init; } = DefaultAffine;
}
