using Flow.Backends.Plans;

namespace Flow.Experiments.Training.Sampling;

/// <summary>Every step uses all samples in the order of the file.</summary>
/// <param name="count">N.</param>
public sealed class AllSamples(int count) : BatchSampling
{
    /// <inheritdoc />
    public override SampleSelection Next() => SampleSelection.Range(0, count);
}
