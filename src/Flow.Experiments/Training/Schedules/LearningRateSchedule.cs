namespace Flow.Experiments.Training.Schedules;

/// <summary>The learning rate of each step.</summary>
public abstract class LearningRateSchedule
{
    /// <summary>eta_s.</summary>
    /// <param name="step">s, counted from 0.</param>
    /// <returns>The rate, at least 0.</returns>
    public abstract double Rate(long step);
}
