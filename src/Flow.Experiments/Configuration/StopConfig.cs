namespace Flow.Experiments.Configuration;

/// <summary>When a run stops early: as soon as one of the stated conditions holds.</summary>
public sealed record StopConfig
{
    /// <summary>Stops when the norm of the right-hand side is at most this; null means no such condition.</summary>
    public double? GradNorm { get; init; }

    /// <summary>Stops when the mean loss is at most this; null means no such condition.</summary>
    public double? Loss { get; init; }

    /// <summary>Stops when this comparison of observables holds, e.g. "margin_min &gt; 0.1"; null means none.</summary>
    public string? Expression { get; init; }
}
