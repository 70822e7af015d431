using Flow.Backends.Plans;

namespace Flow.Experiments.Training.Sampling;

/// <summary>Step s uses the samples (s B .. s B + B - 1) mod N, in the order of the file.</summary>
/// <param name="count">N.</param>
/// <param name="batch">B, from 1 to N.</param>
public sealed class OrderedBatches(int count, int batch) : BatchSampling
{
    private readonly int[] _wrapped = new int[batch];
    private int _position;

    /// <inheritdoc />
    public override SampleSelection Next()
    {
        var start = _position;
        _position = (int)(((long)start + batch) % count);
        if (start + (long)batch <= count)
        {
            return SampleSelection.Range(start, batch);
        }

        for (var i = 0; i < batch; i++)
        {
            _wrapped[i] = (int)(((long)start + i) % count);
        }

        return SampleSelection.Gather(_wrapped);
    }

    /// <inheritdoc />
    public override void Save(BinaryWriter writer) => writer.Write(_position);

    /// <inheritdoc />
    public override void Load(BinaryReader reader) => _position = reader.ReadInt32();
}
