namespace Flow.Integrators.Stabilized;

/// <summary>The Runge-Kutta-Chebyshev method of order 2: y_j ~ a_j + b_j T_j(w_0 + w_1 z) with w_0 = 1 + epsilon / s^2,
/// w_1 = T_s'(w_0) / T_s''(w_0), b_j = T_j''(w_0) / T_j'(w_0)^2, damping epsilon = 2/13 (B. P. Sommeijer,
/// L. F. Shampine, J. G. Verwer, RKC: an explicit solver for parabolic PDEs, 1997,
/// doi:10.1016/S0377-0427(97)00219-7).</summary>
/// <remarks>The interval is (w_0 + 1) / w_1, about 0.653 (s^2 - 1).</remarks>
public sealed class Rkc2 : StabilizedMethod
{
    private const double Damping = 2.0 / 13;

    // Just below the 1.53 s^2 that the interval needs for any s, as in the published code.
    private const double StageFactor = 1.54;

    /// <summary>The method.</summary>
    public static Rkc2 Method { get; } = new();

    /// <inheritdoc/>
    public override int FewestStages => 2;

    /// <inheritdoc/>
    public override int MostStages => 1000;

    /// <inheritdoc/>
    public override double Interval(int stages)
    {
        var (w0, w1) = Shift(stages);
        return (w0 + 1) / w1;
    }

    /// <inheritdoc/>
    public override int StagesFor(double stepTimesRadius) =>
        Math.Min(MostStages, 1 + (int)Math.Sqrt(1 + (StageFactor * stepTimesRadius)));

    /// <inheritdoc/>
    public override double ErrorGrowth(int stages) => stages * (stages + 1.0);

    /// <inheritdoc/>
    public override int Fewer(int stages) => stages - 1;

    /// <inheritdoc/>
    public override void Fill(int stages, StageRecurrence recurrence)
    {
        ArgumentNullException.ThrowIfNull(recurrence);
        var (w0, w1) = Shift(stages);
        recurrence.Begin(stages, stages);
        var (before, current) = (Chebyshev.Zero, Chebyshev.One(w0));
        // b_0 = b_1 = b_2 and a_j = 1 - b_j T_j, so that all stages but the first are consistent of order 2.
        var second = current.Next(before, w0).Weight;
        var (weightBefore, weight) = (second, second);
        recurrence.Set(1, 0, 0, second * w1);
        var constant = 1 - (second * w0);
        for (var j = 2; j <= stages; j++)
        {
            (before, current) = (current, current.Next(before, w0));
            var next = current.Weight;
            var slope = 2 * next * w1 / weight;
            recurrence.Set(j, 2 * next * w0 / weight, -next / weightBefore, slope, -constant * slope);
            (weightBefore, weight, constant) = (weight, next, 1 - (next * current.Value));
        }
    }

    private static (double W0, double W1) Shift(int stages)
    {
        var w0 = 1 + (Damping / stages / stages);
        var (before, current) = (Chebyshev.Zero, Chebyshev.One(w0));
        for (var j = 2; j <= stages; j++)
        {
            (before, current) = (current, current.Next(before, w0));
        }

        return (w0, current.Slope / current.Curvature);
    }

    // T_j, T_j' and T_j'' at w_0 > 1, where all terms of the recurrence are positive and rounding stays harmless.
    private readonly record struct Chebyshev(double Value, double Slope, double Curvature)
    {
        public static Chebyshev Zero => new(1, 0, 0);

        public double Weight => Curvature / (Slope * Slope);

        public static Chebyshev One(double w0) => new(w0, 1, 0);

        public Chebyshev Next(Chebyshev before, double w0) => new(
            (2 * w0 * Value) - before.Value,
            (2 * Value) + (2 * w0 * Slope) - before.Slope,
            (4 * Slope) + (2 * w0 * Curvature) - before.Curvature);
    }
}
