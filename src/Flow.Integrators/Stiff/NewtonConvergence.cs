namespace Flow.Integrators.Stiff;

/// <summary>Watches a simplified Newton iteration: whether it has converged, will converge, or fails, from the weighted
/// norms of its corrections (E. Hairer, G. Wanner, Solving Ordinary Differential Equations II, 1996, IV.8).</summary>
internal sealed class NewtonConvergence
{
    public const int MemoryLength = 1;

    private const double RoundingParts = 10;
    private const double StagnationParts = 1e4;
    private const double MemoryExponent = 0.8;
    private const double SmallestReduction = 1e-10;
    private const double LargestReduction = 0.1;
    private const double LinearPart = 0.1;
    private static readonly double Epsilon = Math.ScaleB(1, -52);

    private readonly double _tolerance;
    private double _rounding;
    private double _previous;
    // rate / (1 - rate) of the last iteration that converged, which lets the next one end after its first correction.
    private double _remembered = 1;
    private double _factor;

    /// <summary>Sets the limits.</summary>
    /// <param name="settings">What was asked for.</param>
    /// <param name="tolerance">The largest weighted norm of what is left to correct, unless one was asked for.</param>
    /// <param name="mostIterations">The most iterations, unless a number was asked for.</param>
    public NewtonConvergence(NewtonSettings settings, double tolerance, int mostIterations)
    {
        _tolerance = settings.Tolerance ?? tolerance;
        MostIterations = settings.MostIterations ?? mostIterations;
    }

    public int MostIterations { get; }

    /// <summary>Number of corrections so far.</summary>
    public int Iterations { get; private set; }

    /// <summary>The observed rate, the part of a correction that the next one is.</summary>
    public double Rate { get; private set; }

    public bool HasConverged { get; private set; }

    // Where nothing is left to be tolerated, corrections go on until they are rounding errors.
    private double Target => _tolerance == 0 ? 0 : Math.Max(_tolerance, RoundingParts * _rounding);

    /// <summary>Starts an iteration.</summary>
    /// <param name="stateSize">The weighted norm of y, whose rounding errors no iteration can remove.</param>
    public void Begin(double stateSize)
    {
        _rounding = Epsilon * stateSize;
        _factor = Math.Pow(Math.Max(_remembered, Epsilon), MemoryExponent);
        (Iterations, Rate, HasConverged, _previous) = (0, 0, false, double.NaN);
    }

    /// <summary>The part to which a linear solver has to reduce a residual of the given weighted norm.</summary>
    public double Reduction(double residual) =>
        Math.Clamp(LinearPart * Target / residual, SmallestReduction, LargestReduction);

    /// <summary>Takes a correction into account.</summary>
    /// <param name="size">Its weighted norm.</param>
    /// <returns>Whether to go on: neither converged nor failing.</returns>
    public bool Continues(double size)
    {
        Iterations++;
        if (Iterations > 1)
        {
            Rate = size / _previous;
            if (!(Rate < 0.99))
            {
                // Corrections that are rounding errors do not shrink.
                HasConverged = size <= StagnationParts * _rounding;
                return false;
            }

            _factor = Rate / (1 - Rate);
        }

        _previous = size;
        HasConverged = size == 0 || _factor * size <= Target;
        if (HasConverged)
        {
            _remembered = Math.Min(_factor, 1);
            return false;
        }

        var ahead = MostIterations - Iterations;
        HasConverged = _tolerance == 0 && ahead == 0 && size <= StagnationParts * _rounding;
        var reachable = Iterations == 1 || _tolerance == 0 || _factor * size * Math.Pow(Rate, ahead) <= Target;
        return ahead > 0 && reachable && double.IsFinite(size);
    }

    /// <summary>Forgets the rate, as after a change of the matrix that it belongs to.</summary>
    public void Forget() => _remembered = 1;

    public void Save(Span<double> memory) => memory[0] = _remembered;

    public void Load(ReadOnlySpan<double> memory) => _remembered = memory[0];
}
