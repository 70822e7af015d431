using System.Numerics;
using System.Runtime.InteropServices;

namespace Flow.Experiments.Analyzing.Spectra;

/// <summary>Inner products and combinations of long vectors, in SIMD lanes.</summary>
internal static class RealVectors
{
    /// <summary>sum_i a_i b_i, in as many partial sums as there are lanes.</summary>
    public static double Dot(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        var x = Lanes(a);
        var y = Lanes(b);
        var sum = Vector<double>.Zero;
        for (var i = 0; i < x.Length; i++)
        {
            sum += x[i] * y[i];
        }

        var total = Vector.Sum(sum);
        for (var i = x.Length * Vector<double>.Count; i < a.Length; i++)
        {
            total += a[i] * b[i];
        }

        return total;
    }

    /// <summary>The Euclidean norm.</summary>
    public static double Norm(ReadOnlySpan<double> a) => Math.Sqrt(Dot(a, a));

    /// <summary>target += factor a.</summary>
    public static void Add(double factor, ReadOnlySpan<double> a, Span<double> target)
    {
        var x = Lanes(a);
        var y = MemoryMarshal.Cast<double, Vector<double>>(target);
        var scale = new Vector<double>(factor);
        for (var i = 0; i < x.Length; i++)
        {
            y[i] += scale * x[i];
        }

        for (var i = x.Length * Vector<double>.Count; i < a.Length; i++)
        {
            target[i] += factor * a[i];
        }
    }

    /// <summary>target = factor target.</summary>
    public static void Scale(double factor, Span<double> target)
    {
        foreach (ref var value in target)
        {
            value *= factor;
        }
    }

    private static ReadOnlySpan<Vector<double>> Lanes(ReadOnlySpan<double> a) =>
        MemoryMarshal.Cast<double, Vector<double>>(a);
}
