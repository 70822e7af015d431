namespace Flow.TestKit.Ivp;

/// <summary>Right-hand sides of orbits.</summary>
internal static class OrbitFields
{
    private const double Moon = 0.012277471;
    private const int Stars = 7;

    public static void Arenstorf(double time, ReadOnlySpan<double> y, Span<double> f)
    {
        const double Earth = 1 - Moon;
        var toEarth = Math.Pow(((y[0] + Moon) * (y[0] + Moon)) + (y[1] * y[1]), 1.5);
        var toMoon = Math.Pow(((y[0] - Earth) * (y[0] - Earth)) + (y[1] * y[1]), 1.5);
        (f[0], f[1]) = (y[2], y[3]);
        f[2] = y[0] + (2 * y[3]) - (Earth * (y[0] + Moon) / toEarth) - (Moon * (y[0] - Earth) / toMoon);
        f[3] = y[1] - (2 * y[2]) - (Earth * y[1] / toEarth) - (Moon * y[1] / toMoon);
    }

    // Masses 1 to 7; the state holds x, y, x', y'.
    public static void Pleiades(double time, ReadOnlySpan<double> y, Span<double> f)
    {
        y[(2 * Stars)..].CopyTo(f);
        f[(2 * Stars)..].Clear();
        for (var i = 0; i < Stars; i++)
        {
            for (var j = 0; j < Stars; j++)
            {
                if (i != j)
                {
                    var (dx, dy) = (y[j] - y[i], y[Stars + j] - y[Stars + i]);
                    var weight = (j + 1) / Math.Pow((dx * dx) + (dy * dy), 1.5);
                    f[(2 * Stars) + i] += weight * dx;
                    f[(3 * Stars) + i] += weight * dy;
                }
            }
        }
    }
}
