using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Flow.Backends.Cpu.Rows;

/// <summary>Products of vectors, and of matrices with them, in a fixed order of summation.</summary>
public static class RowArithmetic
{
    /// <summary>sum_i a_i b_i.</summary>
    /// <param name="a">a.</param>
    /// <param name="b">b, of the same length.</param>
    public static double Dot(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(b.Length, a.Length);
        ref var x = ref MemoryMarshal.GetReference(a);
        ref var y = ref MemoryMarshal.GetReference(b);
        var (first, second) = (Vector<double>.Zero, Vector<double>.Zero);
        var width = Vector<double>.Count;
        var i = 0;
        for (; i <= a.Length - (2 * width); i += 2 * width)
        {
            first += Load(ref x, i) * Load(ref y, i);
            second += Load(ref x, i + width) * Load(ref y, i + width);
        }

        var sum = Vector.Sum(first + second);
        for (; i < a.Length; i++)
        {
            sum += a[i] * b[i];
        }

        return sum;
    }

    /// <summary>y_i = y_i + factor x_i.</summary>
    /// <param name="factor">The factor.</param>
    /// <param name="x">x.</param>
    /// <param name="y">y, of the same length.</param>
    public static void Add(double factor, ReadOnlySpan<double> x, Span<double> y)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(y.Length, x.Length);
        ref var source = ref MemoryMarshal.GetReference(x);
        ref var target = ref MemoryMarshal.GetReference(y);
        var factors = new Vector<double>(factor);
        var i = 0;
        for (; i <= x.Length - Vector<double>.Count; i += Vector<double>.Count)
        {
            var sum = Load(ref target, i) + (factors * Load(ref source, i));
            Vector.StoreUnsafe(sum, ref target, (nuint)i);
        }

        for (; i < x.Length; i++)
        {
            y[i] += factor * x[i];
        }
    }

    /// <summary>y_j = sum_i P_{ji} x_i.</summary>
    /// <param name="matrix">P, row-major.</param>
    /// <param name="x">x.</param>
    /// <param name="y">Receives y.</param>
    public static void Multiply(ReadOnlySpan<double> matrix, ReadOnlySpan<double> x, Span<double> y)
    {
        var columns = x.Length;
        ArgumentOutOfRangeException.ThrowIfNotEqual(matrix.Length, columns * y.Length);
        var j = 0;
        for (; j <= y.Length - 4; j += 4)
        {
            FourRows(matrix.Slice(j * columns, 4 * columns), x, y.Slice(j, 4));
        }

        for (; j < y.Length; j++)
        {
            y[j] = Dot(matrix.Slice(j * columns, columns), x);
        }
    }

    /// <summary>y_i = sum_j x_j P_{ji}; rows whose x_j is 0 are left out.</summary>
    /// <param name="matrix">P, row-major.</param>
    /// <param name="x">x.</param>
    /// <param name="y">Receives y.</param>
    public static void MultiplyTransposed(ReadOnlySpan<double> matrix, ReadOnlySpan<double> x, Span<double> y)
    {
        var columns = y.Length;
        ArgumentOutOfRangeException.ThrowIfNotEqual(matrix.Length, columns * x.Length);
        y.Clear();
        for (var j = 0; j < x.Length; j++)
        {
            if (x[j] != 0)
            {
                Add(x[j], matrix.Slice(j * columns, columns), y);
            }
        }
    }

    /// <summary>sum_{ji} x_j P_{ji} y_i; rows whose x_j is 0 are left out.</summary>
    /// <param name="x">x.</param>
    /// <param name="matrix">P, row-major.</param>
    /// <param name="y">y.</param>
    public static double Form(ReadOnlySpan<double> x, ReadOnlySpan<double> matrix, ReadOnlySpan<double> y)
    {
        var sum = 0.0;
        for (var j = 0; j < x.Length; j++)
        {
            if (x[j] != 0)
            {
                sum += x[j] * Dot(matrix.Slice(j * y.Length, y.Length), y);
            }
        }

        return sum;
    }

    private static void FourRows(ReadOnlySpan<double> rows, ReadOnlySpan<double> x, Span<double> y)
    {
        var columns = x.Length;
        ref var p = ref MemoryMarshal.GetReference(rows);
        ref var v = ref MemoryMarshal.GetReference(x);
        var (a, b, c, d) = (Vector<double>.Zero, Vector<double>.Zero, Vector<double>.Zero, Vector<double>.Zero);
        var i = 0;
        for (; i <= columns - Vector<double>.Count; i += Vector<double>.Count)
        {
            var part = Load(ref v, i);
            a += Load(ref p, i) * part;
            b += Load(ref p, columns + i) * part;
            c += Load(ref p, (2 * columns) + i) * part;
            d += Load(ref p, (3 * columns) + i) * part;
        }

        var (sumA, sumB, sumC, sumD) = (Vector.Sum(a), Vector.Sum(b), Vector.Sum(c), Vector.Sum(d));
        for (; i < columns; i++)
        {
            sumA += rows[i] * x[i];
            sumB += rows[columns + i] * x[i];
            sumC += rows[(2 * columns) + i] * x[i];
            sumD += rows[(3 * columns) + i] * x[i];
        }

        (y[0], y[1], y[2], y[3]) = (sumA, sumB, sumC, sumD);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<double> Load(ref double start, int offset) => Vector.LoadUnsafe(ref start, (nuint)offset);
}
