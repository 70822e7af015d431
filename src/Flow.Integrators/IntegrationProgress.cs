namespace Flow.Integrators;

/// <summary>How far a run has come.</summary>
/// <param name="Time">t of the last accepted state.</param>
/// <param name="StepSize">The step size proposed next.</param>
/// <param name="Fraction">(t - t0) / (tEnd - t0) in [0, 1].</param>
/// <param name="Statistics">Counts so far.</param>
/// <param name="Elapsed">Wall-clock time of this call of Run.</param>
public readonly record struct IntegrationProgress(
    double Time, double StepSize, double Fraction, IntegrationStatistics Statistics, TimeSpan Elapsed);
