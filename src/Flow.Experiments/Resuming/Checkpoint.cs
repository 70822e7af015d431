using Flow.Integrators;

namespace Flow.Experiments.Resuming;

/// <summary>A moment of a run from which it can go on.</summary>
/// <param name="Identity">The run.</param>
/// <param name="Seconds">The running time so far.</param>
internal sealed record Checkpoint(RunIdentity Identity, double Seconds)
{
    /// <summary>The name of the file in a run directory.</summary>
    public const string FileName = "checkpoint.bin";

    /// <summary>Where the flow stands; null for training.</summary>
    public ResumePoint? Point { get; init; }

    /// <summary>Where the recorder of the flow stands; null for training.</summary>
    public RecorderMemory? Recorder { get; init; }

    /// <summary>Where training stands; null for the flow.</summary>
    public TrainingMemory? Training { get; init; }
}
