using System.Runtime.InteropServices;
using Lanes = System.Numerics.Vector<double>;
using Simd = System.Numerics.Vector;

namespace Flow.Integrators.Spaces;

/// <summary>Elementwise loops and reductions over spans of equal length, in SIMD lanes with a scalar tail.</summary>
internal static class SimdKernels
{
    /// <summary>Entries that are worked on together: 4 KiB, so several such chunks fit the first-level cache.</summary>
    public const int ChunkLength = 512;

    /// <summary>result = a x + b y; the result may be x or y.</summary>
    public static void Combine(
        double a, ReadOnlySpan<double> x, double b, ReadOnlySpan<double> y, Span<double> result)
    {
        var xs = Split(x);
        var ys = Split(y);
        var results = Split(result);
        for (var i = 0; i < results.Length; i++)
        {
            results[i] = (a * xs[i]) + (b * ys[i]);
        }

        for (var i = results.Length * Lanes.Count; i < result.Length; i++)
        {
            result[i] = (a * x[i]) + (b * y[i]);
        }
    }

    /// <summary>sum += w0 a + w1 b + w2 c + w3 d.</summary>
    public static void AddFour(
        ReadOnlySpan<double> w,
        ReadOnlySpan<double> a,
        ReadOnlySpan<double> b,
        ReadOnlySpan<double> c,
        ReadOnlySpan<double> d,
        Span<double> sum)
    {
        var a4 = Split(a);
        var b4 = Split(b);
        var c4 = Split(c);
        var d4 = Split(d);
        var sums = Split(sum);
        var (w0, w1, w2, w3) = (w[0], w[1], w[2], w[3]);
        for (var i = 0; i < sums.Length; i++)
        {
            sums[i] += (((w0 * a4[i]) + (w1 * b4[i])) + (w2 * c4[i])) + (w3 * d4[i]);
        }

        for (var i = sums.Length * Lanes.Count; i < sum.Length; i++)
        {
            sum[i] += (((w0 * a[i]) + (w1 * b[i])) + (w2 * c[i])) + (w3 * d[i]);
        }
    }

    /// <summary>x = x / divisor.</summary>
    public static void Divide(Span<double> x, double divisor)
    {
        var xs = Split(x);
        var divisors = new Lanes(divisor);
        for (var i = 0; i < xs.Length; i++)
        {
            xs[i] /= divisors;
        }

        for (var i = xs.Length * Lanes.Count; i < x.Length; i++)
        {
            x[i] /= divisor;
        }
    }

    /// <summary>error = |scale error| / (atol + rtol max(|start|, |end|)).</summary>
    public static void DivideByWeights(
        Span<double> error, double scale, ReadOnlySpan<double> start, ReadOnlySpan<double> end, Tolerances tolerances)
    {
        var errors = Split(error);
        var starts = Split(start);
        var ends = Split(end);
        var (rtol, atol) = (tolerances.Relative, new Lanes(tolerances.Absolute));
        for (var i = 0; i < errors.Length; i++)
        {
            var size = Simd.Max(Simd.Abs(starts[i]), Simd.Abs(ends[i]));
            errors[i] = Simd.Abs(scale * errors[i]) / (atol + (rtol * size));
        }

        for (var i = errors.Length * Lanes.Count; i < error.Length; i++)
        {
            var size = Math.Max(Math.Abs(start[i]), Math.Abs(end[i]));
            error[i] = Math.Abs(scale * error[i]) / (tolerances.Absolute + (rtol * size));
        }
    }

    /// <summary>sum_i x_i y_i: two accumulators, their lanes in order, then the tail.</summary>
    public static double Dot(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        var xs = Split(x);
        var ys = Split(y);
        var (even, odd) = (Lanes.Zero, Lanes.Zero);
        var i = 0;
        for (; i + 1 < xs.Length; i += 2)
        {
            even += xs[i] * ys[i];
            odd += xs[i + 1] * ys[i + 1];
        }

        if (i < xs.Length)
        {
            even += xs[i] * ys[i];
        }

        var sum = Simd.Sum(even + odd);
        for (var j = xs.Length * Lanes.Count; j < x.Length; j++)
        {
            sum += x[j] * y[j];
        }

        return sum;
    }

    /// <summary>The first index of an entry that is NaN or infinite, or -1.</summary>
    public static int FirstNonFinite(ReadOnlySpan<double> x)
    {
        var xs = Split(x);
        var i = 0;
        // x - x is 0 for a finite x and NaN for every other.
        while (i < xs.Length && Simd.EqualsAll(xs[i] - xs[i], Lanes.Zero))
        {
            i++;
        }

        for (var j = i * Lanes.Count; j < x.Length; j++)
        {
            if (!double.IsFinite(x[j]))
            {
                return j;
            }
        }

        return -1;
    }

    public static ReadOnlySpan<Lanes> Split(ReadOnlySpan<double> x) => MemoryMarshal.Cast<double, Lanes>(x);

    public static Span<Lanes> Split(Span<double> x) => MemoryMarshal.Cast<double, Lanes>(x);
}
