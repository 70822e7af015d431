namespace Flow.Integrators.Stiff;

/// <summary>The order k and the step size of a BDF method: kept for k + 1 steps, then that of the neighbouring orders
/// that allows the longest step, where it is worth a change.</summary>
internal sealed class BdfOrderControl(double relativeTolerance)
{
    public const int LargestOrder = 5;
    public const int MemoryLength = 4 + BdfStabilityGuard.MemoryLength;

    // The next step aims at this part of the tolerance: errors of many steps add up, and rejections cost more. With
    // 0.05 instead of 0.2 a fifth more steps have a third of the error.
    private const double Aim = 0.05;
    private const double SmallestError = 1e-12;
    private const double SmallestFactor = 0.2;
    private const double SmallestFactorFirst = 1e-3;
    private const double LargestFactorRejected = 0.9;
    private const double LargestFactor = 3;
    private const double LargestFactorAtStart = 10;
    private const double NotWorthIt = 1.2;
    private const int FailuresBeforeRestart = 3;

    private readonly BdfStabilityGuard _guard = new(relativeTolerance);
    private int _stepsAtSize;
    private int _failures;
    private long _steps;

    /// <summary>k.</summary>
    public int Order { get; private set; } = 1;

    /// <summary>Whether the step size and the order may change after the coming step, so that the errors of other
    /// orders are worth computing.</summary>
    public bool MayChange => _stepsAtSize >= Order;

    /// <summary>Whether so many trials in a row failed that the history is no guide.</summary>
    public bool DoubtsHistory => _failures >= FailuresBeforeRestart;

    /// <summary>The order with which a step from a history of so many points starts.</summary>
    public void LimitTo(int points) => Order = Math.Clamp(Order, 1, Math.Max(1, points - 1));

    /// <summary>The size of the next trial after one whose error was too large.</summary>
    public double Shrink(double step, double error)
    {
        _stepsAtSize = 0;
        _failures++;
        var smallest = _steps == 0 ? SmallestFactorFirst : SmallestFactor;
        var factor = Math.Clamp(Math.Pow(error / Aim, -1.0 / (Order + 1)), smallest, LargestFactorRejected);
        if (DoubtsHistory)
        {
            Order = 1;
        }
        else if (_failures == FailuresBeforeRestart - 1)
        {
            Order = Math.Max(1, Order - 1);
        }

        return step * (_failures < FailuresBeforeRestart ? factor : SmallestFactor);
    }

    /// <summary>The size of the next trial after one that could not be computed.</summary>
    public double ShrinkMost(double step)
    {
        _stepsAtSize = 0;
        return step * SmallestFactor;
    }

    /// <summary>Chooses the order and the size of the step after an accepted one.</summary>
    /// <param name="step">h.</param>
    /// <param name="error">The error at order k.</param>
    /// <param name="errors">The errors at other orders.</param>
    public double Next(double step, double error, in BdfErrors errors)
    {
        var mayChange = MayChange;
        (_failures, _stepsAtSize) = (0, _stepsAtSize + 1);
        _steps++;
        _guard.Age(Order, step);
        if (!mayChange)
        {
            return step;
        }

        return IsGuarded(step, error, errors, out var safe) ? step * safe : Choose(step, error, errors);
    }

    public void Save(Span<double> memory)
    {
        (memory[0], memory[1], memory[2], memory[3]) = (Order, _stepsAtSize, _failures, _steps);
        _guard.Save(memory[4..]);
    }

    public void Load(ReadOnlySpan<double> memory)
    {
        (Order, _stepsAtSize, _failures, _steps) = ((int)memory[0], (int)memory[1], (int)memory[2], (long)memory[3]);
        _guard.Load(memory[4..]);
    }

    // Falls to the safe order where an oscillation keeps the step down.
    private bool IsGuarded(double step, double error, in BdfErrors errors, out double factor)
    {
        factor = Factor(errors.Safe, BdfStabilityGuard.SafeOrder + 1);
        if (Order > BdfStabilityGuard.SafeOrder && _guard.Examine(Order, step, error, errors.Oscillation, factor))
        {
            (Order, _stepsAtSize) = (BdfStabilityGuard.SafeOrder, 0);
            factor = Math.Clamp(factor, SmallestFactor, 1);
            return true;
        }

        return false;
    }

    private double Choose(double step, double error, in BdfErrors errors)
    {
        var most = _steps <= 2 * LargestOrder ? LargestFactorAtStart : LargestFactor;
        var (same, down) = (Factor(error, Order + 1), Factor(errors.Lower, Order));
        var up = Factor(errors.Higher, Order + 2);
        up = _guard.Allows(Order + 1, step * Math.Min(up, most)) ? up : 0;
        var (order, factor) = up > same && up > down ? (Order + 1, up)
            : down > same ? (Order - 1, down)
            : (Order, same);
        factor = Math.Clamp(factor, SmallestFactor, most);
        if (order == Order && factor is >= LargestFactorRejected and < NotWorthIt)
        {
            return step;
        }

        (Order, _stepsAtSize) = (order, 0);
        return step * factor;
    }

    private static double Factor(double error, int exponent) =>
        double.IsNaN(error) ? 0 : Math.Pow(Math.Max(error, SmallestError) / Aim, -1.0 / exponent);
}
