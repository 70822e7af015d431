using Flow.Experiments.Configuration;

namespace Flow.Experiments.Data;

/// <summary>Collects the wanted records of a stream.</summary>
/// <param name="dimension">The length of a record.</param>
/// <param name="request">What is wanted.</param>
/// <param name="expected">How many records are wanted, where that is known beforehand; else the room doubles.</param>
internal sealed class RecordBuffer(int dimension, SourceRequest request, int expected = 0)
{
    /// <summary>512 MiB: a wrong number in a file's header does not ask for more before records are read.</summary>
    private const long LargestStart = 1L << 26;

    private readonly List<int> labels = [];
    private double[] inputs = new double[Math.Min((long)expected * dimension, LargestStart)];

    public bool Wants(int label) =>
        (request.Limit is not { } limit || labels.Count < limit) && request.Labels?.Contains(label) != false;

    /// <summary>Room for the next record, to be filled by the caller.</summary>
    public Span<double> Add(int label, SourcePosition position)
    {
        long start = (long)labels.Count * dimension;
        if (start + dimension > Dataset.LargestSize)
        {
            throw new ConfigurationException(
                position, $"the data have more than {Dataset.LargestSize} numbers", "keep fewer with limit or classes");
        }

        if (start + dimension > inputs.Length)
        {
            long wanted = Math.Max(start + dimension, 2L * inputs.Length);
            Array.Resize(ref inputs, (int)Math.Min(Dataset.LargestSize, wanted));
        }

        labels.Add(label);
        return inputs.AsSpan((int)start, dimension);
    }

    public RawRecords ToRecords()
    {
        Array.Resize(ref inputs, labels.Count * dimension);
        return new RawRecords(inputs, [.. labels], dimension);
    }
}
