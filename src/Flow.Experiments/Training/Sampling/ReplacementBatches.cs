using Flow.Backends.Plans;
using Flow.Experiments.Randomness;

namespace Flow.Experiments.Training.Sampling;

/// <summary>With replacement: every entry of a batch is one of the N samples, uniformly and independently.</summary>
/// <param name="count">N.</param>
/// <param name="batch">B, at least 1.</param>
/// <param name="seed">The seed of the draws.</param>
public sealed class ReplacementBatches(int count, int batch, long seed) : BatchSampling
{
    private readonly int[] _batch = new int[batch];
    private Xoshiro256StarStar _random = Xoshiro256StarStar.Stream(seed, RandomPurpose.SampleOrder);

    /// <inheritdoc />
    public override SampleSelection Next()
    {
        for (var i = 0; i < _batch.Length; i++)
        {
            _batch[i] = _random.NextInteger(count);
        }

        return SampleSelection.Gather(_batch);
    }

    /// <inheritdoc />
    public override void Save(BinaryWriter writer) => _random.Save().Write(writer);

    /// <inheritdoc />
    public override void Load(BinaryReader reader) => _random = new(RandomState.Read(reader));
}
