using Flow.Experiments.Configuration;

namespace Flow.Experiments.Data;

/// <summary>Collects the wanted records of a stream whose length is not known beforehand.</summary>
internal sealed class RecordBuffer(int dimension, SourceRequest request)
{
    private readonly List<int> labels = [];
    private double[] inputs = [];

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
