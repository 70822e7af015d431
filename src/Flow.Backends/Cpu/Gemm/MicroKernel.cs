using System.Numerics;
using System.Runtime.CompilerServices;
using Flow.Backends.Cpu.Simd;

namespace Flow.Backends.Cpu.Gemm;

/// <summary>
/// The one inner loop of every matrix product, for tiles of one to six rows. Scalars of A are broadcast
/// through two strides, so that A may be used as it is or transposed; vectors run along the columns of B and C.
/// </summary>
/// <remarks>
/// All accumulators live in registers, so these methods must stay leaves: any call inside would spill every one of
/// them. Each element is summed in the order of k whatever the shape of the tile, so its bits do not depend on the
/// tiling.
/// </remarks>
internal static unsafe class MicroKernel<TRow, TS, TV, T>
    where TRow : unmanaged, ITileRow<TRow, TS, TV, T>
    where TS : struct, ISimd<TV, T>
    where TV : unmanaged
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Six rows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Rows6<TEpilogue>(in Tile<T> tile, ref TEpilogue epilogue)
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
        // Four steps at a time: the end of the loop is then foreseen at the depths of usual layers.
        nint k = tile.Depth;
        for (; k >= 4; k -= 4)
        {
            TRow row0 = TRow.Load(b);
            c0 = TRow.MultiplyAdd(TS.Broadcast(*a), row0, c0);
            c1 = TRow.MultiplyAdd(TS.Broadcast(a[r1]), row0, c1);
            c2 = TRow.MultiplyAdd(TS.Broadcast(a[r2]), row0, c2);
            c3 = TRow.MultiplyAdd(TS.Broadcast(a[r3]), row0, c3);
            c4 = TRow.MultiplyAdd(TS.Broadcast(a[r4]), row0, c4);
            c5 = TRow.MultiplyAdd(TS.Broadcast(a[r5]), row0, c5);
            a += aStep;
            b += bStep;
            TRow row1 = TRow.Load(b);
            c0 = TRow.MultiplyAdd(TS.Broadcast(*a), row1, c0);
            c1 = TRow.MultiplyAdd(TS.Broadcast(a[r1]), row1, c1);
            c2 = TRow.MultiplyAdd(TS.Broadcast(a[r2]), row1, c2);
            c3 = TRow.MultiplyAdd(TS.Broadcast(a[r3]), row1, c3);
            c4 = TRow.MultiplyAdd(TS.Broadcast(a[r4]), row1, c4);
            c5 = TRow.MultiplyAdd(TS.Broadcast(a[r5]), row1, c5);
            a += aStep;
            b += bStep;
            TRow row2 = TRow.Load(b);
            c0 = TRow.MultiplyAdd(TS.Broadcast(*a), row2, c0);
            c1 = TRow.MultiplyAdd(TS.Broadcast(a[r1]), row2, c1);
            c2 = TRow.MultiplyAdd(TS.Broadcast(a[r2]), row2, c2);
            c3 = TRow.MultiplyAdd(TS.Broadcast(a[r3]), row2, c3);
            c4 = TRow.MultiplyAdd(TS.Broadcast(a[r4]), row2, c4);
            c5 = TRow.MultiplyAdd(TS.Broadcast(a[r5]), row2, c5);
            a += aStep;
            b += bStep;
            TRow row3 = TRow.Load(b);
            c0 = TRow.MultiplyAdd(TS.Broadcast(*a), row3, c0);
            c1 = TRow.MultiplyAdd(TS.Broadcast(a[r1]), row3, c1);
            c2 = TRow.MultiplyAdd(TS.Broadcast(a[r2]), row3, c2);
            c3 = TRow.MultiplyAdd(TS.Broadcast(a[r3]), row3, c3);
            c4 = TRow.MultiplyAdd(TS.Broadcast(a[r4]), row3, c4);
            c5 = TRow.MultiplyAdd(TS.Broadcast(a[r5]), row3, c5);
            a += aStep;
            b += bStep;
        }

        for (; k > 0; k--)
        {
            TRow row = TRow.Load(b);
            c0 = TRow.MultiplyAdd(TS.Broadcast(*a), row, c0);
            c1 = TRow.MultiplyAdd(TS.Broadcast(a[r1]), row, c1);
            c2 = TRow.MultiplyAdd(TS.Broadcast(a[r2]), row, c2);
            c3 = TRow.MultiplyAdd(TS.Broadcast(a[r3]), row, c3);
            c4 = TRow.MultiplyAdd(TS.Broadcast(a[r4]), row, c4);
            c5 = TRow.MultiplyAdd(TS.Broadcast(a[r5]), row, c5);
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
    }

    /// <summary>Four rows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Rows4<TEpilogue>(in Tile<T> tile, ref TEpilogue epilogue)
        where TEpilogue : struct, IGemmEpilogue<T>
    {
        T* a = tile.A;
        T* b = tile.B;
        nint aStep = tile.AStep;
        nint bStep = tile.BStep;
        nint r1 = tile.ARow;
        nint r2 = 2 * r1;
        nint r3 = 3 * r1;
        TRow c0 = default, c1 = default, c2 = default, c3 = default;
        for (nint k = tile.Depth; k > 0; k--)
        {
            TRow row = TRow.Load(b);
            c0 = TRow.MultiplyAdd(TS.Broadcast(*a), row, c0);
            c1 = TRow.MultiplyAdd(TS.Broadcast(a[r1]), row, c1);
            c2 = TRow.MultiplyAdd(TS.Broadcast(a[r2]), row, c2);
            c3 = TRow.MultiplyAdd(TS.Broadcast(a[r3]), row, c3);
            a += aStep;
            b += bStep;
        }

        T* c = tile.C;
        TRow.Finish(c0, ref epilogue, c, tile.Row, tile.Column);
        TRow.Finish(c1, ref epilogue, c + tile.CStride, tile.Row + 1, tile.Column);
        TRow.Finish(c2, ref epilogue, c + (2 * tile.CStride), tile.Row + 2, tile.Column);
        TRow.Finish(c3, ref epilogue, c + (3 * tile.CStride), tile.Row + 3, tile.Column);
    }

    /// <summary>Three rows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Rows3<TEpilogue>(in Tile<T> tile, ref TEpilogue epilogue)
        where TEpilogue : struct, IGemmEpilogue<T>
    {
        T* a = tile.A;
        T* b = tile.B;
        nint aStep = tile.AStep;
        nint bStep = tile.BStep;
        nint r1 = tile.ARow;
        nint r2 = 2 * r1;
        TRow c0 = default, c1 = default, c2 = default;
        for (nint k = tile.Depth; k > 0; k--)
        {
            TRow row = TRow.Load(b);
            c0 = TRow.MultiplyAdd(TS.Broadcast(*a), row, c0);
            c1 = TRow.MultiplyAdd(TS.Broadcast(a[r1]), row, c1);
            c2 = TRow.MultiplyAdd(TS.Broadcast(a[r2]), row, c2);
            a += aStep;
            b += bStep;
        }

        T* c = tile.C;
        TRow.Finish(c0, ref epilogue, c, tile.Row, tile.Column);
        TRow.Finish(c1, ref epilogue, c + tile.CStride, tile.Row + 1, tile.Column);
        TRow.Finish(c2, ref epilogue, c + (2 * tile.CStride), tile.Row + 2, tile.Column);
    }

    /// <summary>Two rows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Rows2<TEpilogue>(in Tile<T> tile, ref TEpilogue epilogue)
        where TEpilogue : struct, IGemmEpilogue<T>
    {
        T* a = tile.A;
        T* b = tile.B;
        nint aStep = tile.AStep;
        nint bStep = tile.BStep;
        nint r1 = tile.ARow;
        TRow c0 = default, c1 = default;
        for (nint k = tile.Depth; k > 0; k--)
        {
            TRow row = TRow.Load(b);
            c0 = TRow.MultiplyAdd(TS.Broadcast(*a), row, c0);
            c1 = TRow.MultiplyAdd(TS.Broadcast(a[r1]), row, c1);
            a += aStep;
            b += bStep;
        }

        T* c = tile.C;
        TRow.Finish(c0, ref epilogue, c, tile.Row, tile.Column);
        TRow.Finish(c1, ref epilogue, c + tile.CStride, tile.Row + 1, tile.Column);
    }

    /// <summary>One row.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Rows1<TEpilogue>(in Tile<T> tile, ref TEpilogue epilogue)
        where TEpilogue : struct, IGemmEpilogue<T>
    {
        T* a = tile.A;
        T* b = tile.B;
        nint aStep = tile.AStep;
        nint bStep = tile.BStep;
        TRow c0 = default;
        for (nint k = tile.Depth; k > 0; k--)
        {
            TRow row = TRow.Load(b);
            c0 = TRow.MultiplyAdd(TS.Broadcast(*a), row, c0);
            a += aStep;
            b += bStep;
        }

        T* c = tile.C;
        TRow.Finish(c0, ref epilogue, c, tile.Row, tile.Column);
    }
}
