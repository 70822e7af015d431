namespace Flow.Integrators.Nonsmooth;

/// <summary>The polynomial through values at up to four times: its weights at a time, and those of its integral.
/// </summary>
internal static class NodePolynomial
{
    // Two points of Gauss-Legendre: exact to degree 3.
    private static readonly double Point = 1 / Math.Sqrt(3);

    /// <summary>L_j(t), the weight of each node's value at t.</summary>
    public static void At(ReadOnlySpan<double> times, double time, Span<double> weights)
    {
        for (var j = 0; j < times.Length; j++)
        {
            var product = 1.0;
            for (var k = 0; k < times.Length; k++)
            {
                product *= k == j ? 1 : (time - times[k]) / (times[j] - times[k]);
            }

            weights[j] = product;
        }
    }

    /// <summary>The integral of each L_j from one time to another.</summary>
    public static void Integral(ReadOnlySpan<double> times, double from, double to, Span<double> weights)
    {
        Span<double> second = stackalloc double[times.Length];
        var (middle, half) = (from + ((to - from) / 2), (to - from) / 2);
        At(times, middle - (half * Point), weights);
        At(times, middle + (half * Point), second);
        for (var j = 0; j < times.Length; j++)
        {
            weights[j] = half * (weights[j] + second[j]);
        }
    }

    /// <summary>The integral from one time to another of prod_j (s - t_j) / (last - t_j), which is 1 at the last time
    /// and 0 at every node.</summary>
    public static double CorrectionIntegral(ReadOnlySpan<double> times, double last, double from, double to)
    {
        var (middle, half) = (from + ((to - from) / 2), (to - from) / 2);
        var (low, high) = (1.0, 1.0);
        foreach (var time in times)
        {
            low *= (middle - (half * Point) - time) / (last - time);
            high *= (middle + (half * Point) - time) / (last - time);
        }

        return half * (low + high);
    }
}
