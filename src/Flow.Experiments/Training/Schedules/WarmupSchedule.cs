namespace Flow.Experiments.Training.Schedules;

/// <summary>eta_s = eta min(1, (s + 1)/steps).</summary>
/// <param name="rate">eta.</param>
/// <param name="steps">The number of steps until the full rate, at least 1.</param>
public sealed class WarmupSchedule(double rate, long steps) : LearningRateSchedule
{
    /// <inheritdoc />
    public override double Rate(long step) => rate * Math.Min(1, (step + 1.0) / steps);
}
