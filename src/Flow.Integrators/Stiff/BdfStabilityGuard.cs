namespace Flow.Integrators.Stiff;

/// <summary>Holds order 2 against an oscillation of the size of the tolerance that orders 3 to 5 keep alive.</summary>
/// <remarks>On the imaginary axis the formulas of orders 3, 4 and 5 grow or hardly damp up to omega h = 1.94, 4.71 and
/// 9.39. An oscillation there which the solution does not contain never dies: the step grows until the oscillation
/// does, and no neighbouring order looks better. Order 2 damps it; afterwards orders 4 and 5 are taken only with steps
/// beyond their bound (on the barrier: A. C. Hindmarsh, Avoiding BDF stability barriers in the MOL solution of
/// advection-dominated problems, 1995, who fits the growth from step to step instead).</remarks>
internal sealed class BdfStabilityGuard(double relativeTolerance)
{
    public const int MemoryLength = 6;

    /// <summary>The highest order that damps everything left of the imaginary axis.</summary>
    public const int SafeOrder = 2;

    // What may be error and not solution, in units of the tolerance and as a part of the solution.
    private const double LargestAmplitude = 100;
    private const double LargestPart = 1e-3;
    private const double GoneAmplitude = 1e-3;
    // Below this part of the tolerance the estimate does not hold the step back.
    private const double LeastError = 0.02;
    // Where nature damps it by itself, there is nothing to do.
    private const double LeastPersistence = 0.5;
    private const int LongestHold = 2000;
    // Where it comes back three times, accuracy asks for steps inside the bounds, and higher orders do better.
    private const int MostReturns = 2;
    private const int StepsToReturn = 6000;
    private const int LongestPause = 20_000;

    // omega h from which on each order damps on the imaginary axis.
    private static readonly double[] StableBeyond = [0, 0, 0, 1.94, 4.72, 9.4, 0];

    private readonly double _largestAmplitude = Math.Min(LargestAmplitude, LargestPart / relativeTolerance);
    // omega, 0 where none is known.
    private double _frequency;
    private double _lastAmplitude = double.PositiveInfinity;
    // The logarithm of what order 2 has still to damp; above 0 it is held.
    private double _excess;
    private int _steps = StepsToReturn;
    private int _returns;
    private int _pause;

    /// <summary>Takes note of the oscillation after a step of order 3 or higher.</summary>
    /// <param name="order">k.</param>
    /// <param name="step">h.</param>
    /// <param name="error">The error of the step.</param>
    /// <param name="seen">The oscillation.</param>
    /// <param name="factor">By how much order 2 would change h.</param>
    /// <returns>Whether order 2 has to be held from now on.</returns>
    public bool Examine(int order, double step, double error, in BdfOscillation seen, double factor)
    {
        var excess = Math.Log(Math.Max(seen.Amplitude, 1) / GoneAmplitude);
        var isSeen = error >= LeastError && seen.Amplitude <= _largestAmplitude && seen.Angle < StableBeyond[order]
            && _pause == 0 && excess <= LongestHold * Damping(seen.Angle * Math.Min(factor, 1));
        var persists = isSeen && seen.Amplitude >= LeastPersistence * _lastAmplitude;
        _lastAmplitude = isSeen && !persists ? seen.Amplitude : double.PositiveInfinity;
        return persists && Hold(seen.Angle / step, excess);
    }

    /// <summary>Whether an order may be taken with a step.</summary>
    public bool Allows(int order, double step) => _frequency == 0 || order <= SafeOrder
        || (_excess <= 0 && (order == SafeOrder + 1 || _frequency * step >= StableBeyond[order]));

    /// <summary>Notes an accepted step.</summary>
    /// <param name="order">Its order.</param>
    /// <param name="step">h.</param>
    public void Age(int order, double step)
    {
        _pause = Math.Max(0, _pause - 1);
        _steps = Math.Min(_steps + 1, StepsToReturn);
        if (_excess > 0 && order <= SafeOrder)
        {
            _excess -= Damping(_frequency * step);
        }

        if (_steps > LongestHold)
        {
            (_frequency, _excess) = (0, 0);
        }
    }

    public void Save(Span<double> memory) =>
        (memory[0], memory[1], memory[2], memory[3], memory[4], memory[5]) =
        (_frequency, _lastAmplitude, _excess, _steps, _returns, _pause);

    public void Load(ReadOnlySpan<double> memory)
    {
        (_frequency, _lastAmplitude, _excess) = (memory[0], memory[1], memory[2]);
        (_steps, _returns, _pause) = ((int)memory[3], (int)memory[4], (int)memory[5]);
    }

    private bool Hold(double frequency, double excess)
    {
        _returns = _steps < StepsToReturn ? _returns + 1 : 0;
        if (_returns > MostReturns)
        {
            (_frequency, _excess, _returns, _pause) = (0, 0, 0, LongestPause);
            return false;
        }

        (_frequency, _excess, _steps) = (frequency, excess, 0);
        return true;
    }

    // -log |R(i angle)| of order 2, to a tenth up to 1 and to a third up to 2.
    private static double Damping(double angle) => Math.Pow(angle, 4) / (4 + (10.4 * angle * angle));
}
