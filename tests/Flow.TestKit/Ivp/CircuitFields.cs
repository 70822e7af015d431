namespace Flow.TestKit.Ivp;

/// <summary>Right-hand sides of oscillating circuits.</summary>
internal static class CircuitFields
{
    public static void VanDerPol(double time, ReadOnlySpan<double> y, Span<double> f)
    {
        f[0] = y[1];
        f[1] = (((1 - (y[0] * y[0])) * y[1]) - y[0]) / 1e-6;
    }

    public static void Ring(double time, ReadOnlySpan<double> y, Span<double> f)
    {
        var (first, second) = (0.5 * Math.Sin(2000 * Math.PI * time), 2 * Math.Sin(20000 * Math.PI * time));
        var (q1, q2) = (Diode(y[2] - y[4] - y[6] - second), Diode(-y[3] + y[5] - y[6] - second));
        var (q3, q4) = (Diode(y[3] + y[4] + y[6] + second), Diode(-y[2] - y[5] + y[6] + second));
        f[0] = (y[7] - (0.5 * y[9]) + (0.5 * y[10]) + y[13] - (y[0] / 25000)) / 1.6e-8;
        f[1] = (y[8] - (0.5 * y[11]) + (0.5 * y[12]) + y[14] - (y[1] / 25000)) / 1.6e-8;
        f[2] = (y[9] - q1 + q4) / 2e-12;
        f[3] = (-y[10] + q2 - q3) / 2e-12;
        f[4] = (y[11] + q1 - q3) / 2e-12;
        f[5] = (-y[12] - q2 + q4) / 2e-12;
        f[6] = ((-y[6] / 50) + q1 + q2 - q3 - q4) / 1e-8;
        f[7] = -y[0] / 4.45;
        f[8] = -y[1] / 4.45;
        f[9] = ((0.5 * y[0]) - y[2] - (17.3 * y[9])) / 5e-4;
        f[10] = ((-0.5 * y[0]) + y[3] - (17.3 * y[10])) / 5e-4;
        f[11] = ((0.5 * y[1]) - y[4] - (17.3 * y[11])) / 5e-4;
        f[12] = ((-0.5 * y[1]) + y[5] - (17.3 * y[12])) / 5e-4;
        f[13] = (-y[0] + first - (86.3 * y[13])) / 0.002;
        f[14] = (-y[1] - (636.3 * y[14])) / 0.002;
    }

    private static double Diode(double voltage) => 40.67286402e-9 * (Math.Exp(17.7493332 * voltage) - 1);
}
