namespace Flow.Experiments.Training.Schedules;

/// <summary>eta_s = eta (final + (1 - final)(1 + cos(pi s / S))/2), S the number of steps.</summary>
/// <remarks>Source: I. Loshchilov, F. Hutter, "SGDR: Stochastic gradient descent with warm restarts", 2017.</remarks>
/// <param name="rate">eta.</param>
/// <param name="final">The rate at s = S as a fraction of eta.</param>
/// <param name="total">S, at least 1.</param>
public sealed class CosineSchedule(double rate, double final, long total) : LearningRateSchedule
{
    /// <inheritdoc />
    public override double Rate(long step) =>
        rate * (final + ((1 - final) * (1 + Math.Cos(Math.PI * step / total)) / 2));
}
