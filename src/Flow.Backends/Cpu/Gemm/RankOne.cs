using System.Numerics;
using System.Runtime.CompilerServices;
using Flow.Backends.Cpu.Simd;

namespace Flow.Backends.Cpu.Gemm;

/// <summary>A column times a row: one multiplication for each element, row after row.</summary>
internal static unsafe class RankOne<TS, TV, T>
    where TS : struct, ISimd<TV, T>
    where TV : unmanaged
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Multiply<TEpilogue>(in Factors<T> factors, MatrixView<T> c, bool padded, TEpilogue epilogue)
        where TEpilogue : struct, IGemmEpilogue<T>
    {
        int columns = factors.Columns;
        int whole = padded ? columns : columns / TS.Count * TS.Count;
        T* b = factors.B;
        for (int row = 0; row < factors.Rows; row++)
        {
            T a = factors.A[row * factors.ARow];
            TV factor = TS.Broadcast(a);
            T* target = c.Pointer + ((nint)row * c.Stride);
            for (int j = 0; j < whole; j += TS.Count)
            {
                epilogue.Apply<TS, TV>(TS.Multiply(factor, TS.Load(b + j)), target + j, row, j);
            }

            for (int j = whole; j < columns; j++)
            {
                epilogue.Apply<SimdScalar<T>, T>(a * b[j], target + j, row, j);
            }
        }
    }
}
