namespace Flow.Experiments.Comparing;

/// <summary>Euclidean distances between states.</summary>
internal static class Distance
{
    /// <summary>||a - b||^2.</summary>
    public static double Squared(double[] a, double[] b)
    {
        var sum = 0.0;
        for (var i = 0; i < a.Length; i++)
        {
            sum += (a[i] - b[i]) * (a[i] - b[i]);
        }

        return sum;
    }

    /// <summary>
    /// The squared distance of p from the segment from a to b, and where on it the nearest point a + s (b - a) lies.
    /// </summary>
    public static (double Squared, double Fraction) SquaredToSegment(double[] p, double[] a, double[] b)
    {
        var (along, length) = (0.0, 0.0);
        for (var i = 0; i < p.Length; i++)
        {
            var edge = b[i] - a[i];
            along += (p[i] - a[i]) * edge;
            length += edge * edge;
        }

        var s = length > 0 ? Math.Clamp(along / length, 0, 1) : 0;
        var sum = 0.0;
        for (var i = 0; i < p.Length; i++)
        {
            var offset = p[i] - a[i] - (s * (b[i] - a[i]));
            sum += offset * offset;
        }

        return (sum, s);
    }
}
