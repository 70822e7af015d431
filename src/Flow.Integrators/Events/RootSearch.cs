namespace Flow.Integrators.Events;

/// <summary>The first double at which a function has changed its sign, by the ITP method: never more than one step
/// more than bisection (I. F. D. Oliveira, R. H. C. Takahashi, An enhancement of the bisection method average
/// performance preserving minmax optimality, 2021).</summary>
internal static class RootSearch
{
    private const double Truncation = 0.2;
    private const int ExtraSteps = 1;

    /// <summary>Narrows [before, after] to neighbouring doubles, or nearly: two units in the last place.</summary>
    /// <param name="function">The function along a step.</param>
    /// <param name="before">A time at which it is not 0.</param>
    /// <param name="valueBefore">Its value there.</param>
    /// <param name="after">A later time at which it is 0 or has the other sign.</param>
    /// <param name="valueAfter">Its value there.</param>
    /// <returns>A time at which it is 0 or has the other sign, with one at most two units before where it has the
    /// first sign.</returns>
    public static double Refine(
        StepFunction function, double before, double valueBefore, double after, double valueAfter)
    {
        var sign = Math.Sign(valueBefore);
        var (first, tolerance) = (after - before, Unit(before, after));
        var budget = (int)Math.Ceiling(Math.Log2(Math.Max(1, first / (2 * tolerance)))) + ExtraSteps;
        for (var j = 0; after - before > 2 * tolerance && j <= budget; j++)
        {
            var radius = Math.ScaleB(tolerance, budget - j) - ((after - before) / 2);
            var time = Next(before, valueBefore, after, valueAfter, first, radius);
            var value = function.At(time);
            if (value == 0 || Math.Sign(double.IsNaN(value) ? sign : value) != sign)
            {
                (after, valueAfter) = (time, value);
            }
            else
            {
                (before, valueBefore) = (time, value);
            }
        }

        return after;
    }

    // Interpolate, truncate towards the middle, project into the radius around it.
    private static double Next(
        double before, double valueBefore, double after, double valueAfter, double first, double radius)
    {
        var (width, middle) = (after - before, before + ((after - before) / 2));
        var secant = before - (valueBefore * (width / (valueAfter - valueBefore)));
        if (!double.IsFinite(secant))
        {
            return middle;
        }

        var side = Math.Sign(middle - secant);
        var shift = Truncation * width * (width / first);
        var truncated = shift <= Math.Abs(middle - secant) ? secant + (side * shift) : middle;
        var time = Math.Abs(truncated - middle) <= radius ? truncated : middle - (side * Math.Max(radius, 0));
        return time > before && time < after ? time : middle;
    }

    private static double Unit(double before, double after)
    {
        var size = Math.Max(Math.Abs(before), Math.Abs(after));
        return Math.BitIncrement(size) - size;
    }
}
