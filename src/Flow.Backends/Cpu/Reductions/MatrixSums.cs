using System.Numerics;
using Flow.Backends.Cpu.Simd;

namespace Flow.Backends.Cpu.Reductions;

/// <summary>
/// Sums over matrices in double precision, row by row, or over the whole block where rows have no padding.
/// </summary>
internal static unsafe class MatrixSums<TS, TV, T>
    where TS : struct, ISimd<TV, T>
    where TV : unmanaged
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public static double Sum(MatrixView<T> a)
    {
        if (a.Stride == a.Columns)
        {
            return WideSum<TS, TV, T>.Sum(a.Pointer, (nint)a.Rows * a.Columns);
        }

        double sum = 0;
        for (int i = 0; i < a.Rows; i++)
        {
            sum += WideSum<TS, TV, T>.Sum(a.Pointer + ((nint)i * a.Stride), a.Columns);
        }

        return sum;
    }

    public static double Dot(MatrixView<T> a, MatrixView<T> b)
    {
        if (a.Stride == a.Columns && b.Stride == b.Columns)
        {
            return WideSum<TS, TV, T>.Dot(a.Pointer, b.Pointer, (nint)a.Rows * a.Columns);
        }

        double sum = 0;
        for (int i = 0; i < a.Rows; i++)
        {
            sum += WideSum<TS, TV, T>.Dot(
                a.Pointer + ((nint)i * a.Stride), b.Pointer + ((nint)i * b.Stride), a.Columns);
        }

        return sum;
    }

    public static void RowSums(MatrixView<T> a, MatrixView<T> target)
    {
        for (int i = 0; i < a.Rows; i++)
        {
            double sum = WideSum<TS, TV, T>.Sum(a.Pointer + ((nint)i * a.Stride), a.Columns);
            target[i, 0] = T.CreateTruncating(sum);
        }
    }

    /// <summary>
    /// Two accumulators per vector of columns, so that single precision is summed in double precision too.
    /// </summary>
    public static void ColumnSums(MatrixView<T> a, MatrixView<T> target, bool accumulate)
    {
        int vectorised = TS.Count == 1 ? 0 : a.IsPaddedTo(TS.Count) ? a.Columns : a.Columns / TS.Count * TS.Count;
        double* sums = stackalloc double[TS.Count * 2];
        int column = 0;
        for (; column < vectorised; column += TS.Count)
        {
            VectorOfColumns(a, column, sums);
            int count = Math.Min(TS.Count, a.Columns - column);
            for (int j = 0; j < count; j++)
            {
                Put(target, column + j, sums[j], accumulate);
            }
        }

        for (; column < a.Columns; column++)
        {
            double sum = 0;
            for (int i = 0; i < a.Rows; i++)
            {
                sum += double.CreateTruncating(a[i, column]);
            }

            Put(target, column, sum, accumulate);
        }
    }

    private static void VectorOfColumns(MatrixView<T> a, int column, double* sums)
    {
        TV lower = default, upper = default;
        T* place = a.Pointer + column;
        for (int i = 0; i < a.Rows; i++)
        {
            TV x = TS.Load(place);
            lower = TS.AddWide(lower, TS.WidenLower(x));
            upper = TS.AddWide(upper, TS.WidenUpper(x));
            place += a.Stride;
        }

        *(TV*)sums = lower;
        if (typeof(T) == typeof(float))
        {
            ((TV*)sums)[1] = upper;
        }
    }

    private static void Put(MatrixView<T> target, int column, double sum, bool accumulate)
    {
        double before = accumulate ? double.CreateTruncating(target[0, column]) : 0;
        target[0, column] = T.CreateTruncating(before + sum);
    }
}
