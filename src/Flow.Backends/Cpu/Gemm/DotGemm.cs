using System.Numerics;
using System.Runtime.CompilerServices;
using Flow.Backends.Cpu.Simd;

namespace Flow.Backends.Cpu.Gemm;

/// <summary>
/// A B^T by inner products of rows: outputs of few columns, and products too small to be worth packing.
/// </summary>
/// <remarks>
/// Vectors run along k, so the sums are grouped by lane: bits depend on the instruction set but not on the tiling.
/// </remarks>
internal static unsafe class DotGemm<TS, TV, T>
    where TS : struct, ISimd<TV, T>
    where TV : unmanaged
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public static void Multiply<TEpilogue>(in Factors<T> factors, MatrixView<T> c, TEpilogue epilogue)
        where TEpilogue : struct, IGemmEpilogue<T>
    {
        T* sums = stackalloc T[4];
        for (int i = 0; i < factors.Rows; i += 4)
        {
            T* a = factors.A + (i * factors.ARow);
            int rows = Math.Min(4, factors.Rows - i);
            for (int j = 0; j < factors.Columns; j++)
            {
                T* b = factors.B + (j * factors.BStride);
                Dots(a, factors.ARow, b, factors.Depth, rows, sums);
                T* target = c.Pointer + ((nint)i * c.Stride) + j;
                for (int r = 0; r < rows; r++)
                {
                    epilogue.Apply<SimdScalar<T>, T>(sums[r], target + (r * (nint)c.Stride), i + r, j);
                }
            }
        }
    }

    private static void Dots(T* a, nint aRow, T* b, int depth, int rows, T* sums)
    {
        if (rows == 4)
        {
            Four(a, aRow, b, depth, sums);
            return;
        }

        for (int r = 0; r < rows; r++)
        {
            sums[r] = One(a + (r * aRow), b, depth);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Four(T* a, nint aRow, T* b, int depth, T* sums)
    {
        T* a1 = a + aRow;
        T* a2 = a1 + aRow;
        T* a3 = a2 + aRow;
        TV s0 = default, s1 = default, s2 = default, s3 = default;
        int k = 0;
        for (; k <= depth - TS.Count; k += TS.Count)
        {
            TV v = TS.Load(b + k);
            s0 = TS.MultiplyAdd(TS.Load(a + k), v, s0);
            s1 = TS.MultiplyAdd(TS.Load(a1 + k), v, s1);
            s2 = TS.MultiplyAdd(TS.Load(a2 + k), v, s2);
            s3 = TS.MultiplyAdd(TS.Load(a3 + k), v, s3);
        }

        T t0 = TS.Sum(s0), t1 = TS.Sum(s1), t2 = TS.Sum(s2), t3 = TS.Sum(s3);
        for (; k < depth; k++)
        {
            t0 = SimdScalar<T>.MultiplyAdd(a[k], b[k], t0);
            t1 = SimdScalar<T>.MultiplyAdd(a1[k], b[k], t1);
            t2 = SimdScalar<T>.MultiplyAdd(a2[k], b[k], t2);
            t3 = SimdScalar<T>.MultiplyAdd(a3[k], b[k], t3);
        }

        sums[0] = t0;
        sums[1] = t1;
        sums[2] = t2;
        sums[3] = t3;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static T One(T* a, T* b, int depth)
    {
        TV s = default;
        int k = 0;
        for (; k <= depth - TS.Count; k += TS.Count)
        {
            s = TS.MultiplyAdd(TS.Load(a + k), TS.Load(b + k), s);
        }

        T t = TS.Sum(s);
        for (; k < depth; k++)
        {
            t = SimdScalar<T>.MultiplyAdd(a[k], b[k], t);
        }

        return t;
    }
}
