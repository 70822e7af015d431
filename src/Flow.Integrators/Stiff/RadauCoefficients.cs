using Complex = System.Numerics.Complex;

namespace Flow.Integrators.Stiff;

/// <summary>Radau IIA with 3 stages: nodes, the transformation T^-1 A^-1 T = diag(gamma, [alpha, -beta; beta, alpha]),
/// the error estimate and the continuous output (E. Hairer, G. Wanner, Solving Ordinary Differential Equations II,
/// 1996, IV.8).</summary>
internal static class RadauCoefficients
{
    public const int Stages = 3;

    private static readonly double Root = Math.Sqrt(6);
    private static readonly double Cube = Math.Cbrt(3);

    /// <summary>c.</summary>
    public static readonly double[] Nodes = [(4 - Root) / 10, (4 + Root) / 10, 1];

    /// <summary>gamma, the real eigenvalue of A^-1.</summary>
    public static readonly double Real = 3 + (Cube * Cube) - Cube;

    /// <summary>alpha - i beta, the complex one whose system (T^-1 row 1) + i (T^-1 row 2) belongs to.</summary>
    public static readonly Complex Pair = new(
        3 + (0.5 * (Cube - (Cube * Cube))), -0.5 * (Math.Pow(3, 5.0 / 6) + Math.Pow(3, 7.0 / 6)));

    /// <summary>T.</summary>
    public static readonly double[][] Transformation =
    [
        [0.09443876248897524, -0.14125529502095421, 0.03002919410514742],
        [0.25021312296533332, 0.20412935229379994, -0.38294211275726192],
        [1, 1, 0],
    ];

    /// <summary>T^-1.</summary>
    public static readonly double[][] Inverse =
    [
        [4.17871859155190428, 0.32768282076106237, 0.52337644549944951],
        [-4.17871859155190428, -0.32768282076106237, 0.47662355450055044],
        [0.50287263494578682, -2.57192694985560522, 0.59603920482822492],
    ];

    /// <summary>The e for which F(t, y) + (e / h) Z is F(t, y) minus the slope of the collocation polynomial at the
    /// start of the step, O(h^3) where F is smooth.</summary>
    public static readonly double[] Estimate = [(-13 - (7 * Root)) / 3, (-13 + (7 * Root)) / 3, -1.0 / 3];

    // Coefficients of theta, theta^2 and theta^3 of the collocation polynomial, stage by stage.
    private static readonly double[][] Collocation =
    [
        [(13 + (7 * Root)) / 3, -(23 + (22 * Root)) / 3, (10.0 / 3) + (5 * Root)],
        [(13 - (7 * Root)) / 3, -(23 - (22 * Root)) / 3, (10.0 / 3) - (5 * Root)],
        [1.0 / 3, -8.0 / 3, 10.0 / 3],
    ];

    /// <summary>Weights of Z in u(theta) - y, u the collocation polynomial; any theta.</summary>
    public static void Polynomial(double theta, Span<double> weights)
    {
        for (var i = 0; i < Stages; i++)
        {
            var row = Collocation[i];
            weights[i] = theta * (row[0] + (theta * (row[1] + (theta * row[2]))));
        }
    }

    /// <summary>What the slope defect at the start, times h, adds to the collocation polynomial to make it exact to
    /// O(h^5): the integral of (s - c_1)(s - c_2)(s - c_3) over [0, theta] divided by -c_1 c_2 c_3, 0 at both ends.
    /// </summary>
    public static double Correction(double theta)
    {
        // (s - c1)(s - c2)(s - c3) = s^3 - 9/5 s^2 + 9/10 s - 1/10.
        var integral = theta * (-0.1 + (theta * (0.45 + (theta * (-0.6 + (theta * 0.25))))));
        return -10 * integral;
    }
}
