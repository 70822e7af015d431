namespace Flow.Integrators.Multistep;

/// <summary>The order k and the next step size of a predictor-corrector method from the differences of neighbouring
/// orders, with growth held back where stability would end.</summary>
internal sealed class AdamsOrderControl
{
    public const int MemoryLength = 3;

    private const double SafetySame = 0.85;
    private const double SafetyOther = 0.8;
    // Errors below this say only "much too small", as after a step cut short: nothing against the order.
    private const double SmallestError = 1e-10;
    private const double SmallestFactor = 0.5;
    private const double LargestFactor = 1.6;
    private const double LargestFactorAtStart = 3;
    private const int StartSteps = 8;
    private const double NotWorthIt = 1.05;
    private const double SmallestFactorRejected = 0.2;
    private const double SmallestFactorFirst = 1e-3;
    private const double VeryWrong = 50;

    // h times the rate at which P_k E C_(k+1) E becomes unstable, for k = 1 .. 8.
    private static readonly double[] StabilityLimits = [double.NaN, 2.0, 2.3, 2.0, 1.6, 1.3, 1.0, 0.8, 0.65];

    private int _stepsAtOrder;

    /// <summary>k.</summary>
    public int Order { get; private set; } = 1;

    /// <summary>Accepted steps.</summary>
    public long Steps { get; private set; }

    /// <summary>Whether the order may be raised after this step, so that its error is worth computing.</summary>
    public bool MayRaise => Order < AdamsSettings.LargestOrder && _stepsAtOrder > Order;

    /// <summary>h times the rate at which a step of the present order becomes unstable.</summary>
    public double StabilityLimit => StabilityLimits[Order];

    /// <summary>Whether h times a rate is near or beyond the stability limit of the order.</summary>
    public bool IsNearStabilityLimit(double stepTimesRate) => stepTimesRate > 0.8 * StabilityLimits[Order];

    /// <summary>The size of the next trial after one whose error was too large.</summary>
    public double Shrink(double step, double error)
    {
        _stepsAtOrder = 0;
        // Before there is a history the estimate obeys its law over many orders of magnitude.
        var smallest = Steps == 0 ? SmallestFactorFirst : SmallestFactorRejected;
        var factor = Math.Max(smallest, SafetyOther * Math.Pow(error, -1.0 / (Order + 1)));
        if (error > VeryWrong && Order > 2)
        {
            Order--;
        }

        return step * factor;
    }

    /// <summary>The size of the next trial after one that was unstable twice.</summary>
    public double ShrinkToStability(double step, double rate)
    {
        _stepsAtOrder = 0;
        return step * Math.Clamp(0.95 * StabilityLimit / (step * rate), SmallestFactorRejected, SmallestFactor);
    }

    /// <summary>The size of the next trial after one that could not be evaluated.</summary>
    public double ShrinkMost(double step)
    {
        _stepsAtOrder = 0;
        return step * SmallestFactorRejected;
    }

    /// <summary>Chooses the order and the size of the step after an accepted one.</summary>
    /// <param name="step">h.</param>
    /// <param name="rate">The Rayleigh quotient of -J that is left.</param>
    /// <param name="error">|C_(k+1) - C_k|.</param>
    /// <param name="lower">|C_k - C_(k-1)|, NaN where k = 1.</param>
    /// <param name="higher">|C_(k+2) - C_(k+1)|, NaN where it is not known.</param>
    public double Next(double step, double rate, double error, double lower, double higher)
    {
        Steps++;
        _stepsAtOrder++;
        var same = Factor(SafetySame, error, Order + 1);
        var (down, up) = (Factor(SafetyOther, lower, Order), Factor(SafetyOther, higher, Order + 2));
        var factor = same;
        if (up > same && up > down)
        {
            (Order, factor, _stepsAtOrder) = (Order + 1, up, 0);
        }
        else if (down > same && lower > SmallestError)
        {
            (Order, factor, _stepsAtOrder) = (Order - 1, down, 0);
        }

        factor = Math.Clamp(factor, SmallestFactor, Steps < StartSteps ? LargestFactorAtStart : LargestFactor);
        factor = HoldBack(step, rate, factor);
        return factor is > 1 and < NotWorthIt ? step : step * factor;
    }

    public void Save(Span<double> memory) => (memory[0], memory[1], memory[2]) = (Order, _stepsAtOrder, Steps);

    public void Load(ReadOnlySpan<double> memory) =>
        (Order, _stepsAtOrder, Steps) = ((int)memory[0], (int)memory[1], (long)memory[2]);

    /// <summary>The order with which a step from a history of so many points starts.</summary>
    public void LimitTo(int points) => Order = Math.Min(Order, points);

    private static double Factor(double safety, double error, int order) =>
        double.IsNaN(error) ? 0 : safety * Math.Pow(Math.Max(error, SmallestError), -1.0 / order);

    private double HoldBack(double step, double rate, double factor)
    {
        if (!(rate > 0) || factor <= 1 || !IsNearStabilityLimit(step * rate))
        {
            return factor;
        }

        var stable = 0.95 * StabilityLimits[Order] / rate;
        return step * factor > stable ? Math.Max(1, Math.Min(factor, stable / step)) : factor;
    }
}
