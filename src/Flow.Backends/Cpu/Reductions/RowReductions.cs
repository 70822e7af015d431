using System.Numerics;
using System.Runtime.CompilerServices;
using Flow.Backends.Cpu.Elementwise;
using Flow.Backends.Cpu.Simd;

namespace Flow.Backends.Cpu.Reductions;

/// <summary>Maximum, logarithm of the sum of exponentials, and softmax of every row.</summary>
/// <remarks>
/// The maximum is subtracted first, so nothing overflows; the sum of exponentials is in double precision.
/// </remarks>
internal static unsafe class RowReductions<TS, TV, T>
    where TS : struct, ISimd<TV, T>
    where TV : unmanaged
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int Strip = 256;

    public static void Max(MatrixView<T> a, MatrixView<T> target)
    {
        for (int i = 0; i < a.Rows; i++)
        {
            target[i, 0] = Max(a.Pointer + ((nint)i * a.Stride), a.Columns);
        }
    }

    public static void LogSumExp(MatrixView<T> a, MatrixView<T> target)
    {
        for (int i = 0; i < a.Rows; i++)
        {
            T* row = a.Pointer + ((nint)i * a.Stride);
            T max = Max(row, a.Columns);
            target[i, 0] = T.IsFinite(max)
                ? T.CreateTruncating(double.CreateTruncating(max) + Math.Log(SumOfExp(row, max, a.Columns)))
                : max;
        }
    }

    public static void Softmax(MatrixView<T> a, MatrixView<T> target)
    {
        for (int i = 0; i < a.Rows; i++)
        {
            T* row = a.Pointer + ((nint)i * a.Stride);
            T* result = target.Pointer + ((nint)i * target.Stride);
            ExpShifted(row, Max(row, a.Columns), result, a.Columns);
            double sum = WideSum<TS, TV, T>.Sum(result, a.Columns);
            Scale(result, T.CreateTruncating(1 / sum), a.Columns);
        }
    }

    [SkipLocalsInit]
    private static double SumOfExp(T* row, T max, int columns)
    {
        T* strip = stackalloc T[Strip];
        double sum = 0;
        for (int start = 0; start < columns; start += Strip)
        {
            int count = Math.Min(Strip, columns - start);
            ExpShifted(row + start, max, strip, count);
            sum += WideSum<TS, TV, T>.Sum(strip, count);
        }

        return sum;
    }

    private static T Max(T* row, int columns)
    {
        T max = T.NegativeInfinity;
        int j = 0;
        if (columns >= 2 * TS.Count)
        {
            TV lanes = TS.Load(row);
            for (j = TS.Count; j <= columns - TS.Count; j += TS.Count)
            {
                lanes = TS.Max(lanes, TS.Load(row + j));
            }

            T* parts = (T*)&lanes;
            for (int lane = 0; lane < TS.Count; lane++)
            {
                max = T.Max(max, parts[lane]);
            }
        }

        for (; j < columns; j++)
        {
            max = T.Max(max, row[j]);
        }

        return max;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void ExpShifted(T* row, T max, T* target, int columns)
    {
        int j = 0;
        TV shift = TS.Broadcast(max);
        for (; j <= columns - TS.Count; j += TS.Count)
        {
            TS.Store(target + j, Exponentials<TS, TV, T>.Exp(TS.Subtract(TS.Load(row + j), shift)));
        }

        for (; j < columns; j++)
        {
            target[j] = Exponentials<SimdScalar<T>, T, T>.Exp(row[j] - max);
        }
    }

    private static void Scale(T* row, T factor, int columns)
    {
        int j = 0;
        TV lanes = TS.Broadcast(factor);
        for (; j <= columns - TS.Count; j += TS.Count)
        {
            TS.Store(row + j, TS.Multiply(TS.Load(row + j), lanes));
        }

        for (; j < columns; j++)
        {
            row[j] *= factor;
        }
    }
}
