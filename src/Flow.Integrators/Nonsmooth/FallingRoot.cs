namespace Flow.Integrators.Nonsmooth;

/// <summary>The root of a function that falls from above 0 to below 0 in an interval, by regula falsi with halved
/// weights (the Illinois rule; M. Dowell, P. Jarratt, A modified regula falsi method for computing the root of an
/// equation, 1971).</summary>
internal static class FallingRoot
{
    private const int MostSteps = 80;

    /// <summary>Finds the root.</summary>
    /// <param name="function">The function.</param>
    /// <param name="low">A point where it is above 0.</param>
    /// <param name="first">Its value there.</param>
    /// <param name="high">A later point where it is below 0.</param>
    /// <param name="last">Its value there.</param>
    /// <param name="tolerance">Values that count as 0.</param>
    /// <param name="resolution">The width at which the interval counts as a point.</param>
    /// <returns>A point where the function counts as 0, or the end of an interval no wider than that.</returns>
    public static double Find(
        Func<double, double> function,
        double low,
        double first,
        double high,
        double last,
        double tolerance,
        double resolution)
    {
        var side = 0;
        for (var k = 0; k < MostSteps && high - low > resolution; k++)
        {
            var point = Math.Clamp(low + ((high - low) * first / (first - last)), low, high);
            var value = function(point);
            if (Math.Abs(value) <= tolerance)
            {
                return point;
            }

            if (value > 0)
            {
                (low, first, last) = (point, value, side > 0 ? last / 2 : last);
                side = 1;
            }
            else
            {
                (high, last, first) = (point, value, side < 0 ? first / 2 : first);
                side = -1;
            }
        }

        return high;
    }
}
