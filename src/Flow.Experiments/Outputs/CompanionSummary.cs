namespace Flow.Experiments.Outputs;

/// <summary>A run that a certificate was made from.</summary>
public sealed record CompanionSummary
{
    /// <summary>Its rtol, null for a fixed-step solver.</summary>
    public double? Rtol { get; init; }

    /// <summary>Its step, null for an adaptive solver.</summary>
    public double? Step { get; init; }

    /// <summary>How it ended.</summary>
    public required string Status { get; init; }

    /// <summary>Its work.</summary>
    public required RunStatistics Statistics { get; init; }
}
