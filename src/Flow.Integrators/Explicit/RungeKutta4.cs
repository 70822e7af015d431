namespace Flow.Integrators.Explicit;

/// <summary>The classical Runge-Kutta method of order 4 (W. Kutta, Beitrag zur naeherungsweisen Integration totaler
/// Differentialgleichungen, 1901).</summary>
public static class RungeKutta4
{
    /// <summary>The coefficients.</summary>
    public static ButcherTableau Tableau { get; } = new(
        order: 4,
        c: [0, 0.5, 0.5, 1],
        a: [[], [0.5], [0, 0.5], [0, 0, 1]],
        b: [1.0 / 6, 1.0 / 3, 1.0 / 3, 1.0 / 6]);
}
