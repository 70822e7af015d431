namespace Flow.Integrators.Stiff;

/// <summary>Holds order 2 against an oscillation of the size of the tolerance that orders 3 to 5 keep alive.</summary>
/// <remarks>On the imaginary axis the formulas of orders 3, 4 and 5 grow or hardly damp up to omega h = 1.94, 4.71 and
/// 9.39. An oscillation there which the solution does not contain never dies: the step grows until the oscillation
/// does, and no neighbouring order looks better. Order 2 damps it; afterwards higher orders are taken only with steps
/// beyond their bound (on the barrier: A. C. Hindmarsh, Avoiding BDF stability barriers in the MOL solution of
/// advection-dominated problems, 1995, who fits the growth from step to step instead).</remarks>
internal sealed class BdfStabilityGuard(double relativeTolerance)
{
    public const int MemoryLength = 3;

    /// <summary>The highest order that damps everything left of the imaginary axis.</summary>
    public const int SafeOrder = 2;

    // What may be error and not solution, in units of the tolerance and as a part of the solution.
    private const double LargestAmplitude = 100;
    private const double LargestPart = 1e-3;
    // Below this part of the tolerance the estimate does not hold the step back.
    private const double LeastError = 0.02;
    // Where nature damps it by itself, there is nothing to do.
    private const double LeastPersistence = 0.5;
    // Order 2 damps by 1 % a step here, and by (omega h)^4 / 4 below: too slowly for a tight tolerance.
    private const double LeastAngle = 0.5;
    private const double GoneAmplitude = 1e-3;
    private const int LongestMemory = 1000;

    // omega h from which on each order damps on the imaginary axis.
    private static readonly double[] StableBeyond = [0, 0, 0, 1.94, 4.72, 9.4, 0];

    private readonly double _largestAmplitude = Math.Min(LargestAmplitude, LargestPart / relativeTolerance);
    // omega, 0 where none is known.
    private double _frequency;
    private double _lastAmplitude = double.PositiveInfinity;
    private int _steps;
    private bool _isHolding;

    /// <summary>Takes note of the oscillation after a step of order 3 or higher.</summary>
    /// <param name="order">k.</param>
    /// <param name="step">h.</param>
    /// <param name="error">The error of the step.</param>
    /// <param name="seen">The oscillation.</param>
    /// <param name="factor">By how much order 2 would change h.</param>
    /// <returns>Whether order 2 has to be held from now on.</returns>
    public bool Examine(int order, double step, double error, in BdfOscillation seen, double factor)
    {
        var isSeen = error >= LeastError && seen.Amplitude <= _largestAmplitude && seen.Angle < StableBeyond[order]
            && seen.Angle * Math.Min(factor, 1) >= LeastAngle;
        var persists = isSeen && seen.Amplitude >= LeastPersistence * _lastAmplitude;
        _lastAmplitude = isSeen && !persists ? seen.Amplitude : double.PositiveInfinity;
        if (persists)
        {
            (_frequency, _steps, _isHolding) = (seen.Angle / step, 0, true);
        }

        return persists;
    }

    /// <summary>Whether an order may be taken with a step.</summary>
    public bool Allows(int order, double step) =>
        _frequency == 0 || order <= SafeOrder || (!_isHolding && _frequency * step >= StableBeyond[order]);

    /// <summary>Notes an accepted step.</summary>
    public void Age()
    {
        _steps++;
        if (_steps > LongestMemory)
        {
            (_frequency, _isHolding, _steps) = (0, false, 0);
        }
    }

    /// <summary>Ends the hold where the fourth difference after a step of order 2 leaves no room for the oscillation.
    /// </summary>
    /// <param name="step">h.</param>
    /// <param name="higher">The error at order 3, a quarter of that difference.</param>
    public void Watch(double step, double higher)
    {
        var chord = 2 * Math.Sin(0.5 * Math.Min(_frequency * step, Math.PI));
        _isHolding = _isHolding && !(4 * higher <= GoneAmplitude * Math.Pow(chord, 4));
    }

    public void Save(Span<double> memory) => (memory[0], memory[1], memory[2]) =
        (_frequency, _lastAmplitude, _isHolding ? -1 - _steps : _steps);

    public void Load(ReadOnlySpan<double> memory)
    {
        (_frequency, _lastAmplitude, _isHolding) = (memory[0], memory[1], memory[2] < 0);
        _steps = (int)(_isHolding ? -1 - memory[2] : memory[2]);
    }
}
