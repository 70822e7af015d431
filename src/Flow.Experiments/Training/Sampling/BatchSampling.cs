using Flow.Backends.Plans;

namespace Flow.Experiments.Training.Sampling;

/// <summary>Which samples each step uses; N of the equations is the size of the batch.</summary>
public abstract class BatchSampling
{
    /// <summary>The samples of the next step.</summary>
    /// <returns>A selection whose list, where it has one, is overwritten by the next call.</returns>
    /// <remarks>Allocates nothing.</remarks>
    public abstract SampleSelection Next();

    /// <summary>Writes what is remembered from step to step.</summary>
    /// <param name="writer">The destination.</param>
    public virtual void Save(BinaryWriter writer)
    {
    }

    /// <summary>Goes on from what <see cref="Save"/> wrote.</summary>
    /// <param name="reader">The source.</param>
    public virtual void Load(BinaryReader reader)
    {
    }
}
