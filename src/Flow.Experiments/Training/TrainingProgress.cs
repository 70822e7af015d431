namespace Flow.Experiments.Training;

/// <summary>How far a training run is.</summary>
/// <param name="Step">Steps taken.</param>
/// <param name="Steps">Steps in all.</param>
/// <param name="Time">t.</param>
/// <param name="Loss">The mean loss at the last recorded step.</param>
/// <param name="Rho">rho at the last recorded step.</param>
/// <param name="Elapsed">The time it took so far.</param>
public sealed record TrainingProgress(
    long Step, long Steps, double Time, double Loss, double Rho, TimeSpan Elapsed)
{
    /// <summary>An estimate of the time left, null before there is one.</summary>
    public TimeSpan? Remaining => Step * 1000 > Steps ? Elapsed * ((double)(Steps - Step) / Step) : null;
}
