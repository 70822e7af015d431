namespace Flow.Integrators.Stabilized;

/// <summary>The Runge-Kutta-Legendre method of order 2: y_j ~ a_j + b_j P_j(1 + w_1 z) with w_1 = 4 / (s^2 + s - 2),
/// b_j = (j^2 + j - 2) / (2 j (j + 1)), b_0 = b_1 = b_2 = 1/3 (C. D. Meyer, D. S. Balsara, T. D. Aslam, A stabilized
/// Runge-Kutta-Legendre method for explicit super-time-stepping of parabolic and mixed equations, 2014,
/// doi:10.1016/j.jcp.2013.08.021).</summary>
/// <remarks>The interval is (s^2 + s - 2) / 2. Only odd s are used: they damp the end of the interval.</remarks>
public sealed class Rkl2 : StabilizedMethod
{
    /// <summary>The method.</summary>
    public static Rkl2 Method { get; } = new();

    /// <inheritdoc/>
    public override int FewestStages => 3;

    /// <inheritdoc/>
    public override int MostStages => 1001;

    /// <inheritdoc/>
    public override double Interval(int stages) => 0.5 * ((stages * (stages + 1)) - 2);

    /// <inheritdoc/>
    public override int StagesFor(double stepTimesRadius)
    {
        var stages = (int)Math.Ceiling(0.5 * (Math.Sqrt(9 + (8 * stepTimesRadius)) - 1));
        return Math.Clamp(stages | 1, FewestStages, MostStages);
    }

    /// <inheritdoc/>
    public override double ErrorGrowth(int stages) => stages * (stages + 1.0);

    /// <inheritdoc/>
    public override int Fewer(int stages) => stages - 2;

    /// <inheritdoc/>
    public override void Fill(int stages, StageRecurrence recurrence)
    {
        ArgumentNullException.ThrowIfNull(recurrence);
        var w1 = 4.0 / ((stages * (stages + 1)) - 2);
        recurrence.Begin(stages, stages);
        recurrence.Set(1, 0, 0, Weight(1) * w1);
        for (var j = 2; j <= stages; j++)
        {
            var previous = ((2.0 * j) - 1) / j * Weight(j) / Weight(j - 1);
            var before = -(j - 1.0) / j * Weight(j) / Weight(j - 2);
            recurrence.Set(j, previous, before, previous * w1, (Weight(j - 1) - 1) * previous * w1);
        }
    }

    private static double Weight(int j) => j < 2 ? 1.0 / 3 : ((j * (j + 1.0)) - 2) / (2.0 * j * (j + 1.0));
}
