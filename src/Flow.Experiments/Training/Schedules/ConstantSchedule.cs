namespace Flow.Experiments.Training.Schedules;

/// <summary>eta_s = eta.</summary>
/// <param name="rate">eta.</param>
public sealed class ConstantSchedule(double rate) : LearningRateSchedule
{
    /// <inheritdoc />
    public override double Rate(long step) => rate;
}
