using Flow.Experiments.Configuration;
using Flow.Experiments.Configuration.Reading;

namespace Flow.Experiments.Training.Sampling;

/// <summary>A sampling that experiment files can name.</summary>
/// <param name="Kind">What the file names.</param>
/// <param name="Purpose">One sentence.</param>
/// <param name="Make">Makes the samples of each step.</param>
public sealed record SamplingEntry(SamplingKind Kind, string Purpose, Func<SamplingRequest, BatchSampling> Make)
{
    /// <summary>The name in experiment files.</summary>
    public string Name { get; } = EnumName.Of(Kind);
}
