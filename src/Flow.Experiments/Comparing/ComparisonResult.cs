using Flow.Integrators;

namespace Flow.Experiments.Comparing;

/// <summary>How a comparison ended and what it found.</summary>
/// <param name="Flow">How the flow ended.</param>
/// <param name="Report">What happened to the flow and what to do about it.</param>
/// <param name="IsCancelled">Whether the comparison was cancelled.</param>
/// <param name="Runs">The training runs.</param>
/// <param name="Slopes">
/// By quantity (distance, rho, loss): the slope of log |difference| at the last equal time over log eta.
/// </param>
/// <param name="LargestSharpness">The largest sharpness along the flow.</param>
/// <param name="StabilityLimit">What eta times sharpness must stay below.</param>
/// <param name="Files">The files written.</param>
/// <param name="Elapsed">The running time.</param>
public sealed record ComparisonResult(
    IntegrationStatus Flow,
    string Report,
    bool IsCancelled,
    IReadOnlyList<ComparedRun> Runs,
    IReadOnlyDictionary<string, double> Slopes,
    double LargestSharpness,
    double StabilityLimit,
    IReadOnlyList<string> Files,
    TimeSpan Elapsed)
{
    /// <summary>Mean and spread over the seeds for each learning rate; empty where there is one run for each.</summary>
    public IReadOnlyList<ComparedSpread> Spreads { get; init; } = [];
}
