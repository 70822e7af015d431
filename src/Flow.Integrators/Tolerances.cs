namespace Flow.Integrators;

/// <summary>Error weights w_i = atol + rtol max(|y0_i|, |y1_i|) and the norm in which the local error estimate must
/// stay below 1.</summary>
public sealed record Tolerances
{
    /// <summary>Smallest useful rtol: below it rounding errors of the step itself are larger.</summary>
    public const double SmallestRelative = 1e-14;

    /// <summary>rtol unless one is given.</summary>
    public const double DefaultRelative = 1e-6;

    /// <summary>atol unless one is given.</summary>
    public const double DefaultAbsolute = 1e-9;

    /// <summary>Creates the tolerances.</summary>
    /// <param name="relative">rtol in [1e-14, 1].</param>
    /// <param name="absolute">atol, finite and above 0 (in units of y).</param>
    /// <param name="norm">The norm of the weighted error.</param>
    /// <exception cref="ArgumentOutOfRangeException">A tolerance is outside its range.</exception>
    public Tolerances(
        double relative = DefaultRelative,
        double absolute = DefaultAbsolute,
        ErrorNormKind norm = ErrorNormKind.RootMeanSquare)
    {
        Check.InRange(relative, SmallestRelative, 1, "rtol", "1e-12 (tight) to 1e-3 (loose) are usual");
        Check.InRange(
            absolute, double.Epsilon, double.MaxValue, "atol", "1e-9 is usual; a component that is 0 needs it above 0");
        (Relative, Absolute, Norm) = (relative, absolute, norm);
    }

    /// <summary>rtol.</summary>
    public double Relative { get; }

    /// <summary>atol.</summary>
    public double Absolute { get; }

    /// <summary>The norm of the weighted error.</summary>
    public ErrorNormKind Norm { get; }
}
