namespace Flow.Integrators.Stiff;

/// <summary>How accurately the equations of an implicit step are solved.</summary>
public sealed record NewtonSettings
{
    /// <summary>As far as rounding errors allow, whatever the tolerances are.</summary>
    public static NewtonSettings Exact { get; } = new() { Tolerance = 0, MostIterations = 25 };

    /// <summary>The largest weighted norm of what another iteration would still change; null takes
    /// 0.01 for bdf and min(0.03, 0.3 sqrt(rtol)) for radau5. It is never below the rounding errors of y.</summary>
    public double? Tolerance { get; init; }

    /// <summary>The most iterations; null takes the number of the method.</summary>
    public int? MostIterations { get; init; }
}
