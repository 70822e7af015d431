using System.Numerics;
using System.Runtime.CompilerServices;
using Flow.Backends.Cpu.Simd;

namespace Flow.Backends.Cpu.Reductions;

/// <summary>Sums of contiguous elements in double precision, whatever the precision of the elements.</summary>
/// <remarks>
/// Four vectors of partial sums, added in a fixed order, then the elements past the last whole vector: bits depend on
/// the lane count and the number of elements only.
/// </remarks>
internal static unsafe class WideSum<TS, TV, T>
    where TS : struct, ISimd<TV, T>
    where TV : unmanaged
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private static bool IsDouble
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => typeof(T) == typeof(double);
    }

    /// <summary>Sum of x[i].</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double Sum(T* x, nint count)
    {
        nint i = 0;
        double sum = 0;
        if (TS.Count > 1 && count >= TS.Count)
        {
            TV s0 = default, s1 = default, s2 = default, s3 = default;
            for (; i <= count - (2 * TS.Count); i += 2 * TS.Count)
            {
                Add(TS.Load(x + i), ref s0, ref s1);
                Add(TS.Load(x + i + TS.Count), ref s2, ref s3);
            }

            for (; i <= count - TS.Count; i += TS.Count)
            {
                Add(TS.Load(x + i), ref s0, ref s1);
            }

            sum = TS.SumWide(TS.AddWide(TS.AddWide(s0, s2), TS.AddWide(s1, s3)));
        }

        for (; i < count; i++)
        {
            sum += double.CreateTruncating(x[i]);
        }

        return sum;
    }

    /// <summary>Sum of x[i] y[i], with the products in double precision too.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double Dot(T* x, T* y, nint count)
    {
        nint i = 0;
        double sum = 0;
        if (TS.Count > 1 && count >= TS.Count)
        {
            TV s0 = default, s1 = default, s2 = default, s3 = default;
            for (; i <= count - (2 * TS.Count); i += 2 * TS.Count)
            {
                AddProduct(TS.Load(x + i), TS.Load(y + i), ref s0, ref s1);
                AddProduct(TS.Load(x + i + TS.Count), TS.Load(y + i + TS.Count), ref s2, ref s3);
            }

            for (; i <= count - TS.Count; i += TS.Count)
            {
                AddProduct(TS.Load(x + i), TS.Load(y + i), ref s0, ref s1);
            }

            sum = TS.SumWide(TS.AddWide(TS.AddWide(s0, s2), TS.AddWide(s1, s3)));
        }

        for (; i < count; i++)
        {
            sum += double.CreateTruncating(x[i]) * double.CreateTruncating(y[i]);
        }

        return sum;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add(TV x, ref TV lower, ref TV upper)
    {
        lower = TS.AddWide(lower, TS.WidenLower(x));
        if (!IsDouble)
        {
            upper = TS.AddWide(upper, TS.WidenUpper(x));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddProduct(TV x, TV y, ref TV lower, ref TV upper)
    {
        lower = TS.MultiplyAddWide(TS.WidenLower(x), TS.WidenLower(y), lower);
        if (!IsDouble)
        {
            upper = TS.MultiplyAddWide(TS.WidenUpper(x), TS.WidenUpper(y), upper);
        }
    }
}
