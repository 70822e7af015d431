namespace Flow.Integrators.Explicit;

/// <summary>Heun's method (explicit trapezoidal rule), order 2 (K. Heun, Neue Methoden zur approximativen Integration
/// der Differentialgleichungen einer unabhaengigen Veraenderlichen, 1900).</summary>
public static class Heun2
{
    /// <summary>The coefficients.</summary>
    public static ButcherTableau Tableau { get; } = new(order: 2, c: [0, 1], a: [[], [1]], b: [0.5, 0.5]);
}
