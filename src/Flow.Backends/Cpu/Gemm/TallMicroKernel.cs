using System.Numerics;
using System.Runtime.CompilerServices;
using Flow.Backends.Cpu.Simd;

namespace Flow.Backends.Cpu.Gemm;

/// <summary>
/// The one inner loop of every matrix product, for tiles of eight and twelve rows. Scalars of A are broadcast
/// through two strides, so that A may be used as it is or transposed; vectors run along the columns of B and C.
/// </summary>
/// <remarks>
/// All accumulators live in registers, so these methods must stay leaves: any call inside would spill every one of
/// them. Each element is summed in the order of k whatever the shape of the tile, so its bits do not depend on the
/// tiling.
/// </remarks>
internal static unsafe class TallMicroKernel<TRow, TS, TV, T>
    where TRow : unmanaged, ITileRow<TRow, TS, TV, T>
    where TS : struct, ISimd<TV, T>
    where TV : unmanaged
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Twelve rows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Rows12<TEpilogue>(in Tile<T> tile, ref TEpilogue epilogue)
        where TEpilogue : struct, IGemmEpilogue<T>
    {
        T* a = tile.A;
        T* b = tile.B;
        nint aStep = tile.AStep;
        nint bStep = tile.BStep;
        nint r1 = tile.ARow;
        nint r2 = 2 * r1;
        nint r3 = 3 * r1;
        nint r4 = 4 * r1;
        nint r5 = 5 * r1;
        TRow c0 = default, c1 = default, c2 = default, c3 = default, c4 = default, c5 = default;
        TRow c6 = default, c7 = default, c8 = default, c9 = default, c10 = default, c11 = default;
        for (nint k = tile.Depth; k > 0; k--)
        {
            TRow row = TRow.Load(b);
            T* a6 = a + (6 * r1);
            c0 = TRow.MultiplyAdd(TS.Broadcast(*a), row, c0);
            c1 = TRow.MultiplyAdd(TS.Broadcast(a[r1]), row, c1);
            c2 = TRow.MultiplyAdd(TS.Broadcast(a[r2]), row, c2);
            c3 = TRow.MultiplyAdd(TS.Broadcast(a[r3]), row, c3);
            c4 = TRow.MultiplyAdd(TS.Broadcast(a[r4]), row, c4);
            c5 = TRow.MultiplyAdd(TS.Broadcast(a[r5]), row, c5);
            c6 = TRow.MultiplyAdd(TS.Broadcast(*a6), row, c6);
            c7 = TRow.MultiplyAdd(TS.Broadcast(a6[r1]), row, c7);
            c8 = TRow.MultiplyAdd(TS.Broadcast(a6[r2]), row, c8);
            c9 = TRow.MultiplyAdd(TS.Broadcast(a6[r3]), row, c9);
            c10 = TRow.MultiplyAdd(TS.Broadcast(a6[r4]), row, c10);
            c11 = TRow.MultiplyAdd(TS.Broadcast(a6[r5]), row, c11);
            a += aStep;
            b += bStep;
        }

        T* c = tile.C;
        TRow.Finish(c0, ref epilogue, c, tile.Row, tile.Column);
        TRow.Finish(c1, ref epilogue, c + tile.CStride, tile.Row + 1, tile.Column);
        TRow.Finish(c2, ref epilogue, c + (2 * tile.CStride), tile.Row + 2, tile.Column);
        TRow.Finish(c3, ref epilogue, c + (3 * tile.CStride), tile.Row + 3, tile.Column);
        TRow.Finish(c4, ref epilogue, c + (4 * tile.CStride), tile.Row + 4, tile.Column);
        TRow.Finish(c5, ref epilogue, c + (5 * tile.CStride), tile.Row + 5, tile.Column);
        TRow.Finish(c6, ref epilogue, c + (6 * tile.CStride), tile.Row + 6, tile.Column);
        TRow.Finish(c7, ref epilogue, c + (7 * tile.CStride), tile.Row + 7, tile.Column);
        TRow.Finish(c8, ref epilogue, c + (8 * tile.CStride), tile.Row + 8, tile.Column);
        TRow.Finish(c9, ref epilogue, c + (9 * tile.CStride), tile.Row + 9, tile.Column);
        TRow.Finish(c10, ref epilogue, c + (10 * tile.CStride), tile.Row + 10, tile.Column);
        TRow.Finish(c11, ref epilogue, c + (11 * tile.CStride), tile.Row + 11, tile.Column);
    }

    /// <summary>Eight rows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Rows8<TEpilogue>(in Tile<T> tile, ref TEpilogue epilogue)
        where TEpilogue : struct, IGemmEpilogue<T>
    {
        T* a = tile.A;
        T* b = tile.B;
        nint aStep = tile.AStep;
        nint bStep = tile.BStep;
        nint r1 = tile.ARow;
        nint r2 = 2 * r1;
        nint r3 = 3 * r1;
        nint r4 = 4 * r1;
        nint r5 = 5 * r1;
        TRow c0 = default, c1 = default, c2 = default, c3 = default;
        TRow c4 = default, c5 = default, c6 = default, c7 = default;
        for (nint k = tile.Depth; k > 0; k--)
        {
            TRow row = TRow.Load(b);
            T* a6 = a + (6 * r1);
            c0 = TRow.MultiplyAdd(TS.Broadcast(*a), row, c0);
            c1 = TRow.MultiplyAdd(TS.Broadcast(a[r1]), row, c1);
            c2 = TRow.MultiplyAdd(TS.Broadcast(a[r2]), row, c2);
            c3 = TRow.MultiplyAdd(TS.Broadcast(a[r3]), row, c3);
            c4 = TRow.MultiplyAdd(TS.Broadcast(a[r4]), row, c4);
            c5 = TRow.MultiplyAdd(TS.Broadcast(a[r5]), row, c5);
            c6 = TRow.MultiplyAdd(TS.Broadcast(*a6), row, c6);
            c7 = TRow.MultiplyAdd(TS.Broadcast(a6[r1]), row, c7);
            a += aStep;
            b += bStep;
        }

        T* c = tile.C;
        TRow.Finish(c0, ref epilogue, c, tile.Row, tile.Column);
        TRow.Finish(c1, ref epilogue, c + tile.CStride, tile.Row + 1, tile.Column);
        TRow.Finish(c2, ref epilogue, c + (2 * tile.CStride), tile.Row + 2, tile.Column);
        TRow.Finish(c3, ref epilogue, c + (3 * tile.CStride), tile.Row + 3, tile.Column);
        TRow.Finish(c4, ref epilogue, c + (4 * tile.CStride), tile.Row + 4, tile.Column);
        TRow.Finish(c5, ref epilogue, c + (5 * tile.CStride), tile.Row + 5, tile.Column);
        TRow.Finish(c6, ref epilogue, c + (6 * tile.CStride), tile.Row + 6, tile.Column);
        TRow.Finish(c7, ref epilogue, c + (7 * tile.CStride), tile.Row + 7, tile.Column);
    }
}
