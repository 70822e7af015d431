namespace Flow.Integrators.Explicit;

/// <summary>The Bogacki-Shampine pair of orders 3(2) with FSAL (P. Bogacki, L. F. Shampine, A 3(2) pair of Runge-Kutta
/// formulas, 1989, doi:10.1016/0893-9659(89)90079-7).</summary>
public static class BogackiShampine3
{
    /// <summary>The coefficients.</summary>
    public static ButcherTableau Tableau { get; } = new(
        order: 3,
        c: [0, 1.0 / 2, 3.0 / 4, 1],
        a: [[], [1.0 / 2], [0, 3.0 / 4], [2.0 / 9, 1.0 / 3, 4.0 / 9]],
        b: [2.0 / 9, 1.0 / 3, 4.0 / 9, 0],
        // b - bHat with bHat = 7/24, 1/4, 1/3, 1/8.
        estimate: new ErrorEstimate(Order: 3, Weights: [-5.0 / 72, 1.0 / 12, 1.0 / 9, -1.0 / 8]));
}
