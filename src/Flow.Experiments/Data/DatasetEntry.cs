namespace Flow.Experiments.Data;

/// <summary>One data source of the catalog.</summary>
public sealed class DatasetEntry
{
    internal DatasetEntry(
        string name, string purpose, DatasetFiles files, bool synthetic, Func<SourceRequest, RawRecords> read)
    {
        Name = name;
        Purpose = purpose;
        Files = files;
        Synthetic = synthetic;
        Read = read;
    }

    /// <summary>The name in experiment files.</summary>
    public string Name { get; }

    /// <summary>One sentence on what it gives.</summary>
    public string Purpose { get; }

    /// <summary>Which files it reads.</summary>
    public DatasetFiles Files { get; }

    /// <summary>Whether samples are drawn at random, with labels +1 and -1.</summary>
    public bool Synthetic { get; }

    internal Func<SourceRequest, RawRecords> Read { get; }
}
