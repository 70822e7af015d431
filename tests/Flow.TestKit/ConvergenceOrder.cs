namespace Flow.TestKit;

/// <summary>Observed orders: the slope of log error over log step size.</summary>
public static class ConvergenceOrder
{
    /// <summary>The least-squares slope of log error against log step.</summary>
    public static double Slope(IReadOnlyList<double> steps, IReadOnlyList<double> errors)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(steps.Count, 2);
        double[] x = [.. steps.Select(Math.Log2)];
        double[] y = [.. errors.Select(Math.Log2)];
        var (meanX, meanY) = (x.Average(), y.Average());
        return x.Zip(y, (a, b) => (a - meanX) * (b - meanY)).Sum() / x.Sum(a => (a - meanX) * (a - meanX));
    }

    /// <summary>Doubles the number of steps until the error meets the floor where rounding takes over (or the number
    /// its limit) and returns the slope over the last errors above the floor, which is the asymptotic one.</summary>
    public static double Measure(
        Func<int, double> error, int firstCount, int largestCount, double floor, int points)
    {
        var (steps, errors) = (new List<double>(), new List<double>());
        for (var count = firstCount; count <= largestCount; count *= 2)
        {
            var current = error(count);
            if (current < floor)
            {
                break;
            }

            steps.Add(1.0 / count);
            errors.Add(current);
        }

        ArgumentOutOfRangeException.ThrowIfLessThan(errors.Count, points);
        return Slope([.. steps.TakeLast(points)], [.. errors.TakeLast(points)]);
    }
}
