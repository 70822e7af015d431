namespace Flow.Experiments.Training.Schedules;

/// <summary>eta_s = eta factor^floor(s / every).</summary>
/// <param name="rate">eta.</param>
/// <param name="every">Steps between two reductions, at least 1.</param>
/// <param name="factor">What the rate is multiplied by.</param>
public sealed class StepSchedule(double rate, long every, double factor) : LearningRateSchedule
{
    /// <inheritdoc />
    public override double Rate(long step) => rate * Math.Pow(factor, step / every);
}
