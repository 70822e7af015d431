namespace Flow.Experiments.Outputs;

/// <summary>What produced a run.</summary>
public sealed record RunProvenance
{
    /// <summary>Version of the program.</summary>
    public required string Version { get; init; }

    /// <summary>Commit of the source, or null when unknown.</summary>
    public string? Commit { get; init; }

    /// <summary>The machine: processor, threads, operating system.</summary>
    public required string Machine { get; init; }

    /// <summary>Seed of the initial weights.</summary>
    public required long Seed { get; init; }
}
