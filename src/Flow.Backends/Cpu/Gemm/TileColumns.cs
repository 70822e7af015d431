using System.Numerics;
using System.Runtime.CompilerServices;
using Flow.Backends.Cpu.Simd;

namespace Flow.Backends.Cpu.Gemm;

/// <summary>
/// Walks down one panel of columns with the tallest tiles that the registers hold, then with shorter ones.
/// </summary>
internal static unsafe class TileColumns<TS, TV, T>
    where TS : struct, ISimd<TV, T>
    where TV : unmanaged
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public static void Narrow<TEpilogue>(ref Tile<T> tile, int rows, ref TEpilogue epilogue)
        where TEpilogue : struct, IGemmEpilogue<T>
    {
        for (; rows >= 12; rows -= 12)
        {
            TallMicroKernel<TileRow1<TS, TV, T>, TS, TV, T>.Rows12(tile, ref epilogue);
            Advance(ref tile, 12);
        }

        if (rows >= 8)
        {
            TallMicroKernel<TileRow1<TS, TV, T>, TS, TV, T>.Rows8(tile, ref epilogue);
            Advance(ref tile, 8);
            rows -= 8;
        }

        Rest<TileRow1<TS, TV, T>, TEpilogue>(ref tile, rows, ref epilogue);
    }

    public static void Double<TEpilogue>(ref Tile<T> tile, int rows, ref TEpilogue epilogue)
        where TEpilogue : struct, IGemmEpilogue<T>
    {
        for (; TS.HasManyRegisters && rows >= 12; rows -= 12)
        {
            TallMicroKernel<TileRow2<TS, TV, T>, TS, TV, T>.Rows12(tile, ref epilogue);
            Advance(ref tile, 12);
        }

        Sixes<TileRow2<TS, TV, T>, TEpilogue>(ref tile, rows, ref epilogue);
    }

    public static void Triple<TEpilogue>(ref Tile<T> tile, int rows, ref TEpilogue epilogue)
        where TEpilogue : struct, IGemmEpilogue<T>
    {
        for (; TS.HasManyRegisters && rows >= 8; rows -= 8)
        {
            TallMicroKernel<TileRow3<TS, TV, T>, TS, TV, T>.Rows8(tile, ref epilogue);
            Advance(ref tile, 8);
        }

        Rest<TileRow3<TS, TV, T>, TEpilogue>(ref tile, rows, ref epilogue);
    }

    public static void Quadruple<TEpilogue>(ref Tile<T> tile, int rows, ref TEpilogue epilogue)
        where TEpilogue : struct, IGemmEpilogue<T> =>
        Sixes<TileRow4<TS, TV, T>, TEpilogue>(ref tile, rows, ref epilogue);

    private static void Sixes<TRow, TEpilogue>(ref Tile<T> tile, int rows, ref TEpilogue epilogue)
        where TRow : unmanaged, ITileRow<TRow, TS, TV, T>
        where TEpilogue : struct, IGemmEpilogue<T>
    {
        // Seven and eight rows go as four and the rest: two short tiles hide the latency better than a tall and a flat
        // one.
        for (; rows is 6 or > 8; rows -= 6)
        {
            MicroKernel<TRow, TS, TV, T>.Rows6(tile, ref epilogue);
            Advance(ref tile, 6);
        }

        Rest<TRow, TEpilogue>(ref tile, rows, ref epilogue);
    }

    private static void Rest<TRow, TEpilogue>(ref Tile<T> tile, int rows, ref TEpilogue epilogue)
        where TRow : unmanaged, ITileRow<TRow, TS, TV, T>
        where TEpilogue : struct, IGemmEpilogue<T>
    {
        for (; rows >= 4; rows -= 4)
        {
            MicroKernel<TRow, TS, TV, T>.Rows4(tile, ref epilogue);
            Advance(ref tile, 4);
        }

        switch (rows)
        {
            case 3:
                MicroKernel<TRow, TS, TV, T>.Rows3(tile, ref epilogue);
                break;
            case 2:
                MicroKernel<TRow, TS, TV, T>.Rows2(tile, ref epilogue);
                break;
            case 1:
                MicroKernel<TRow, TS, TV, T>.Rows1(tile, ref epilogue);
                break;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Advance(ref Tile<T> tile, int rows)
    {
        tile.A += rows * tile.ARow;
        tile.C += rows * tile.CStride;
        tile.Row += rows;
    }
}
