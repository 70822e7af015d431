using Flow.Backends.Plans;
using Flow.Experiments.Randomness;

namespace Flow.Experiments.Training.Sampling;

/// <summary>
/// Without replacement: each epoch is a random order of all samples, and step s uses the entries s B .. s B + B - 1 of
/// the orders put one after the other, so every batch has B samples and every sample occurs once in each N draws.
/// </summary>
public sealed class ShuffledBatches : BatchSampling
{
    private readonly int[] _order;
    private readonly int[] _batch;
    private Xoshiro256StarStar _random;
    private int _position;

    /// <summary>Starts the first epoch.</summary>
    /// <param name="count">N.</param>
    /// <param name="batch">B, from 1 to N.</param>
    /// <param name="seed">The seed of the orders.</param>
    public ShuffledBatches(int count, int batch, long seed)
    {
        _order = [.. Enumerable.Range(0, count)];
        _batch = new int[batch];
        _random = Xoshiro256StarStar.Stream(seed, RandomPurpose.SampleOrder);
        _position = count;
    }

    /// <inheritdoc />
    public override SampleSelection Next()
    {
        for (var i = 0; i < _batch.Length; i++)
        {
            if (_position == _order.Length)
            {
                _random.Shuffle<int>(_order);
                _position = 0;
            }

            _batch[i] = _order[_position++];
        }

        return SampleSelection.Gather(_batch);
    }

    /// <inheritdoc />
    public override void Save(BinaryWriter writer)
    {
        writer.Write(_position);
        Array.ForEach(_order, writer.Write);
        _random.Save().Write(writer);
    }

    /// <inheritdoc />
    public override void Load(BinaryReader reader)
    {
        _position = reader.ReadInt32();
        for (var i = 0; i < _order.Length; i++)
        {
            _order[i] = reader.ReadInt32();
        }

        _random = new(RandomState.Read(reader));
    }
}
