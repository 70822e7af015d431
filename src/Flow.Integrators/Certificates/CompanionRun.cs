namespace Flow.Integrators.Certificates;

/// <summary>A run that a certificate was made from.</summary>
/// <param name="Level">How many times the delivered run's tolerance or step was refined.</param>
/// <param name="Rtol">Its rtol, null for a fixed-step solver.</param>
/// <param name="Step">Its step size, null for an adaptive solver.</param>
/// <param name="Status">How it ended.</param>
/// <param name="Statistics">Its counts.</param>
/// <param name="Elapsed">Its wall-clock time.</param>
public sealed record CompanionRun(
    int Level,
    double? Rtol,
    double? Step,
    IntegrationStatus Status,
    IntegrationStatistics Statistics,
    TimeSpan Elapsed);
