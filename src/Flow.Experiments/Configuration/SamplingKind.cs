namespace Flow.Experiments.Configuration;

/// <summary>Where the randomness of training comes from.</summary>
public enum SamplingKind
{
    /// <summary>Batches that go through all samples epoch by epoch.</summary>
    WithoutReplacement,

    /// <summary>Batches of independent draws.</summary>
    WithReplacement,

    /// <summary>All samples, and normal noise with the covariance of batches drawn with replacement.</summary>
    GaussianNoise,
}
