using Flow.Backends.Plans;

namespace Flow.Experiments.Training.Sampling;

/// <summary>Which samples each step uses; N of the equations is the size of the batch.</summary>
public abstract class BatchSampling
{
    /// <summary>The samples of the next step.</summary>
    /// <returns>A selection whose list, where it has one, is overwritten by the next call.</returns>
    /// <remarks>Allocates nothing.</remarks>
    public abstract SampleSelection Next();
}
