namespace Flow.TestKit.Ivp;

/// <summary>Right-hand sides of reactions.</summary>
internal static class ChemistryFields
{
    private static readonly double[] Rates =
    [
        .35, 26.6, 1.23e4, 8.6e-4, 8.2e-4, 1.5e4, 1.3e-4, 2.4e4, 1.65e4, 9e3, .022, 1.2e4, 1.88, 1.63e4, 4.8e6, 3.5e-4,
        .0175, 1e8, 4.44e11, 1.24e3, 2.1, 5.78, .0474, 1.78e3, 3.12,
    ];

    public static void Rober(double time, ReadOnlySpan<double> y, Span<double> f)
    {
        var (first, second, third) = (0.04 * y[0], 1e4 * y[1] * y[2], 3e7 * y[1] * y[1]);
        (f[0], f[1], f[2]) = (second - first, first - second - third, third);
    }

    public static void Orego(double time, ReadOnlySpan<double> y, Span<double> f)
    {
        f[0] = 77.27 * (y[1] + (y[0] * (1 - (8.375e-6 * y[0]) - y[1])));
        f[1] = (y[2] - ((1 + y[0]) * y[1])) / 77.27;
        f[2] = 0.161 * (y[0] - y[2]);
    }

    public static void Hires(double time, ReadOnlySpan<double> y, Span<double> f)
    {
        var binding = 280 * y[5] * y[7];
        f[0] = (-1.71 * y[0]) + (0.43 * y[1]) + (8.32 * y[2]) + 0.0007;
        f[1] = (1.71 * y[0]) - (8.75 * y[1]);
        f[2] = (-10.03 * y[2]) + (0.43 * y[3]) + (0.035 * y[4]);
        f[3] = (8.32 * y[1]) + (1.71 * y[2]) - (1.12 * y[3]);
        f[4] = (-1.745 * y[4]) + (0.43 * y[5]) + (0.43 * y[6]);
        f[5] = -binding + (0.69 * y[3]) + (1.71 * y[4]) - (0.43 * y[5]) + (0.69 * y[6]);
        f[6] = binding - (1.81 * y[6]);
        f[7] = -f[6];
    }

    public static void E5(double time, ReadOnlySpan<double> y, Span<double> f)
    {
        var (first, second) = (7.89e-10 * y[0], 1.1e7 * y[0] * y[2]);
        var (third, fourth) = (1.13e9 * y[1] * y[2], 1.13e3 * y[3]);
        (f[0], f[1]) = (-first - second, first - third);
        (f[2], f[3]) = (first - third - second + fourth, second - fourth);
    }

    public static void Pollution(double time, ReadOnlySpan<double> y, Span<double> f)
    {
        Span<double> r =
        [
            y[0], y[1] * y[3], y[4] * y[1], y[6], y[6], y[6] * y[5], y[8], y[8] * y[5], y[10] * y[1], y[10] * y[0],
            y[12], y[9] * y[1], y[13], y[0] * y[5], y[2], y[3], y[3], y[15], y[15], y[16] * y[5], y[18], y[18],
            y[0] * y[3], y[18] * y[0], y[19],
        ];
        for (var i = 0; i < r.Length; i++)
        {
            r[i] *= Rates[i];
        }

        f[0] = -r[0] - r[9] - r[13] - r[22] - r[23] + r[1] + r[2] + r[8] + r[10] + r[11] + r[21] + r[24];
        f[1] = -r[1] - r[2] - r[8] - r[11] + r[0] + r[20];
        f[2] = -r[14] + r[0] + r[16] + r[18] + r[21];
        f[3] = -r[1] - r[15] - r[16] - r[22] + r[14];
        f[4] = -r[2] + (2 * r[3]) + r[5] + r[6] + r[12] + r[19];
        f[5] = -r[5] - r[7] - r[13] - r[19] + r[2] + (2 * r[17]);
        f[6] = -r[3] - r[4] - r[5] + r[12];
        f[7] = r[3] + r[4] + r[5] + r[6];
        f[8] = -r[6] - r[7];
        f[9] = -r[11] + r[6] + r[8];
        f[10] = -r[8] - r[9] + r[7] + r[10];
        f[11] = r[8];
        f[12] = -r[10] + r[9];
        f[13] = -r[12] + r[11];
        f[14] = r[13];
        f[15] = -r[17] - r[18] + r[15];
        f[16] = -r[19];
        f[17] = r[19];
        f[18] = -r[20] - r[21] - r[23] + r[22] + r[24];
        f[19] = -r[24] + r[23];
    }
}
