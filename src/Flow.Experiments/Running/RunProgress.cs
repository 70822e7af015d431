namespace Flow.Experiments.Running;

/// <summary>How far a run is.</summary>
/// <param name="Time">t.</param>
/// <param name="EndTime">tEnd.</param>
/// <param name="StepSize">The size of the next step.</param>
/// <param name="Accepted">Accepted steps so far.</param>
/// <param name="Rejected">Rejected steps so far.</param>
/// <param name="Loss">The mean loss at the last recorded time.</param>
/// <param name="Rho">rho at the last recorded time.</param>
/// <param name="Elapsed">The time it took so far.</param>
/// <param name="Remaining">An estimate of the time left, null before there is one.</param>
public sealed record RunProgress(
    double Time,
    double EndTime,
    double StepSize,
    long Accepted,
    long Rejected,
    double Loss,
    double Rho,
    TimeSpan Elapsed,
    TimeSpan? Remaining)
{
    /// <summary>What is being run, null for the run itself.</summary>
    public string? Activity { get; init; }
}
