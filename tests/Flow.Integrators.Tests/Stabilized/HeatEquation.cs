using Flow.TestKit;

namespace Flow.Integrators.Tests.Stabilized;

/// <summary>u_t = u_xx + g on 0 &lt; x &lt; 1 in second differences, with g such that the first of their
/// eigenvectors follows 1 + sin t; the spectral radius is just below 4 / dx^2.</summary>
internal static class HeatEquation
{
    public const double End = 2;

    /// <summary>The problem with a number of intervals that is rounded to the next integer.</summary>
    public static KnownSolution Make(double intervals)
    {
        var count = (int)Math.Round(intervals);
        double[] mode = [.. Enumerable.Range(1, count - 1).Select(j => Math.Sin(Math.PI * j / count))];
        var half = count * Math.Sin(0.5 * Math.PI / count);
        var rate = 4 * half * half;
        return new("heat", 0, End, count - 1, Field, Solution);

        void Field(double time, ReadOnlySpan<double> u, Span<double> result)
        {
            var source = Math.Cos(time) + (rate * (1 + Math.Sin(time)));
            for (var j = 0; j < u.Length; j++)
            {
                var (left, right) = (j > 0 ? u[j - 1] : 0, j < u.Length - 1 ? u[j + 1] : 0);
                result[j] = ((left - (2 * u[j]) + right) * count * count) + (source * mode[j]);
            }
        }

        void Solution(double time, double[] u)
        {
            for (var j = 0; j < u.Length; j++)
            {
                u[j] = (1 + Math.Sin(time)) * mode[j];
            }
        }
    }
}
