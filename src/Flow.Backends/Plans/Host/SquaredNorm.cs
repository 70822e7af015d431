using System.Numerics;

namespace Flow.Backends.Plans.Host;

/// <summary>Copies numbers and takes their squared Euclidean norm in the same pass, in a fixed order.</summary>
internal static class SquaredNorm
{
    /// <summary>target = source.</summary>
    /// <returns>sum_i source_i^2.</returns>
    public static double OfCopy(ReadOnlySpan<double> source, Span<double> target)
    {
        var (first, second) = (Vector<double>.Zero, Vector<double>.Zero);
        var i = 0;
        for (; i <= source.Length - (2 * Vector<double>.Count); i += 2 * Vector<double>.Count)
        {
            var (x, y) = (new Vector<double>(source[i..]), new Vector<double>(source[(i + Vector<double>.Count)..]));
            x.CopyTo(target[i..]);
            y.CopyTo(target[(i + Vector<double>.Count)..]);
            first += x * x;
            second += y * y;
        }

        var sum = Vector.Sum(first + second);
        for (; i < source.Length; i++)
        {
            target[i] = source[i];
            sum += source[i] * source[i];
        }

        return sum;
    }
}
