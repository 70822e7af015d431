using Flow.Experiments.Configuration;

namespace Flow.Experiments.Training.Sampling;

/// <summary>The samplings there are.</summary>
public static class SamplingCatalog
{
    /// <summary>One line for each sampling.</summary>
    public static IReadOnlyList<SamplingEntry> All { get; } =
    [
        new(
            SamplingKind.WithoutReplacement,
            "Epoch by epoch, each in a new random order, or in the order of the file with shuffle: false.",
            static request => request.Batch == request.Count ? new AllSamples(request.Count)
                : request.Shuffle ? new ShuffledBatches(request.Count, request.Batch, request.Seed)
                : new OrderedBatches(request.Count, request.Batch)),
        new(
            SamplingKind.WithReplacement,
            "B independent draws for each step.",
            static request => new ReplacementBatches(request.Count, request.Batch, request.Seed)),
        new(
            SamplingKind.GaussianNoise,
            "All samples, and normal noise with the covariance of batches of B drawn with replacement.",
            static request => new AllSamples(request.Count)),
    ];

    /// <summary>The entry of a kind.</summary>
    /// <param name="kind">What a file names.</param>
    public static SamplingEntry Find(SamplingKind kind) => All.Single(entry => entry.Kind == kind);
}
