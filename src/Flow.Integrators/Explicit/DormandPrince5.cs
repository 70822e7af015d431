namespace Flow.Integrators.Explicit;

/// <summary>The Dormand-Prince pair of orders 5(4) with FSAL (J. R. Dormand, P. J. Prince, A family of embedded
/// Runge-Kutta formulae, 1980, doi:10.1016/0771-050X(80)90013-3) and its free interpolant of order 4 (L. F. Shampine,
/// Some practical Runge-Kutta formulas, 1986; coefficients in the form of Hairer, Norsett, Wanner 1993,
/// II.6).</summary>
public static class DormandPrince5
{
    /// <summary>The coefficients.</summary>
    public static ButcherTableau Tableau { get; } = new(
        order: 5,
        c: [0, 1.0 / 5, 3.0 / 10, 4.0 / 5, 8.0 / 9, 1, 1],
        a:
        [
            [],
            [1.0 / 5],
            [3.0 / 40, 9.0 / 40],
            [44.0 / 45, -56.0 / 15, 32.0 / 9],
            [19372.0 / 6561, -25360.0 / 2187, 64448.0 / 6561, -212.0 / 729],
            [9017.0 / 3168, -355.0 / 33, 46732.0 / 5247, 49.0 / 176, -5103.0 / 18656],
            [35.0 / 384, 0, 500.0 / 1113, 125.0 / 192, -2187.0 / 6784, 11.0 / 84],
        ],
        b: [35.0 / 384, 0, 500.0 / 1113, 125.0 / 192, -2187.0 / 6784, 11.0 / 84, 0],
        estimate: new ErrorEstimate(
            Order: 5,
            Weights:
            [
                71.0 / 57600, 0, -71.0 / 16695, 71.0 / 1920, -17253.0 / 339200, 22.0 / 525, -1.0 / 40,
            ]),
        bubble:
        [
            [
                -12715105075.0 / 11282082432, 0, 87487479700.0 / 32700410799, -10690763975.0 / 1880347072,
                701980252875.0 / 199316789632, -1453857185.0 / 822651844, 69997945.0 / 29380423,
            ],
        ],
        denseOrder: 4);
}
