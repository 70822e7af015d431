namespace Flow.Integrators.Explicit;

/// <summary>Euler's method, y1 = y + h F(t, y), order 1 (L. Euler, Institutionum calculi integralis, 1768).</summary>
public static class Euler
{
    /// <summary>The coefficients.</summary>
    public static ButcherTableau Tableau { get; } = new(order: 1, c: [0], a: [[]], b: [1]);
}
