using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;
using Flow.Backends.Cpu.Simd;

namespace Flow.Backends.Cpu.Gemm;

/// <summary>Cuts a product into tiles: parts of k, blocks of rows, panels of columns, tiles of rows.</summary>
/// <remarks>
/// A part of k keeps one panel of B in half of the first-level cache; a block of rows keeps A in the second level.
/// Columns past the last whole vector are computed in whole vectors where the padding allows it, else one by one.
/// </remarks>
internal static unsafe class BlockedGemm<TS, TV, T>
    where TS : struct, ISimd<TV, T>
    where TV : unmanaged
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int RowsPerBlock = 96;
    private const int BytesPerTransposedBlock = 200 * 1024;
    private const int FarStride = 1024;
    private const int LeastRowsForCopy = 24;
    private const int LineBytes = 64;

    public static void Multiply<TEpilogue>(in Factors<T> factors, MatrixView<T> c, TEpilogue epilogue)
        where TEpilogue : struct, IGemmEpilogue<T>
    {
        bool padded = factors.BPadded >= MatrixLayout.RoundUp(factors.Columns, TS.Count)
            && c.IsPaddedTo(TS.Count)
            && epilogue.IsPaddedTo(TS.Count);
        if (factors.Depth == 1)
        {
            RankOne<TS, TV, T>.Multiply(factors, c, padded, epilogue);
            return;
        }

        int part = DepthPerPart(factors.AStep);
        int start = 0;
        LinearEpilogue<T> sum = new(T.One, false);
        while (factors.Depth - start > part * 3 / 2)
        {
            if (epilogue.IsLinear)
            {
                Part(factors, c, start, part, padded, ref epilogue);
            }
            else
            {
                Part(factors, c, start, part, padded, ref sum);
                sum.Continued();
            }

            epilogue.Continued();
            start += part;
        }

        Part(factors, c, start, factors.Depth - start, padded, ref epilogue);
    }

    private static void Part<TEpilogue>(
        in Factors<T> factors, MatrixView<T> c, int start, int depth, bool padded, ref TEpilogue epilogue)
        where TEpilogue : struct, IGemmEpilogue<T>
    {
        int block = factors.AStep == 1
            ? RowsPerBlock
            : Math.Max(RowsPerBlock, BytesPerTransposedBlock / (depth * sizeof(T)) / 12 * 12);
        for (int row = 0; row < factors.Rows; row += block)
        {
            int rows = Math.Min(block, factors.Rows - row);
            Panels(factors, c, new Block(row, rows, start, depth, padded), ref epilogue);
        }
    }

    /// <summary>
    /// A transposed A touches one line and often one page per step of k, so its parts are half as deep.
    /// </summary>
    private static int DepthPerPart(nint aStep) => (aStep == 1 ? 2048 : 1024) / sizeof(T);

    [SkipLocalsInit]
    private static void Panels<TEpilogue>(in Factors<T> factors, MatrixView<T> c, Block block, ref TEpilogue epilogue)
        where TEpilogue : struct, IGemmEpilogue<T>
    {
        bool isFar = factors.AStep != 1 && factors.BStride * sizeof(T) >= FarStride && block.Rows >= LeastRowsForCopy;
        int copyLength = isFar ? block.Depth * PanelPartition.Widest(TS.HasManyRegisters) * TS.Count : 0;
        byte* memory = stackalloc byte[(copyLength * sizeof(T)) + LineBytes];
        T* near = (T*)(((nint)memory + LineBytes - 1) & -LineBytes);
        int vectors = (factors.Columns + TS.Count - 1) / TS.Count;
        bool wide = TS.HasManyRegisters || (block.Rows <= 2 && factors.BStride != 0);
        int whole = block.Padded ? vectors : factors.Columns / TS.Count;
        Tile<T> tile = default;
        tile.ARow = factors.ARow;
        tile.AStep = factors.AStep;
        tile.CStride = c.Stride;
        tile.Depth = block.Depth;
        for (int done = 0; done < vectors;)
        {
            int width = PanelPartition.Next(vectors - done, wide);
            Locate(ref tile, factors, c, block, done, width);
            int complete = Math.Min(width, whole - done);
            PrefetchNextPart(factors, block, done, width, vectors);
            if (isFar && complete == width)
            {
                CopyPanel(ref tile, near, width, done + width < vectors);
            }

            Panel(ref tile, block.Rows, complete, ref epilogue);
            if (complete < width)
            {
                Locate(ref tile, factors, c, block, done, width);
                tile.B += complete * TS.Count;
                tile.C += complete * TS.Count;
                tile.Column += complete * TS.Count;
                Singles(ref tile, block.Rows, factors.Columns - (whole * TS.Count), ref epilogue);
            }

            done += width;
        }
    }

    /// <summary>
    /// Brings a panel of an unpacked B together, for all tiles below it: its rows lie on as many pages as there are
    /// steps of k, more than the first level of the address cache holds. The next panel is asked for on the way.
    /// </summary>
    private static void CopyPanel(ref Tile<T> tile, T* near, int width, bool hasNext)
    {
        T* source = tile.B;
        T* target = near;
        for (nint k = 0; k < tile.Depth; k++)
        {
            for (int v = 0; v < width; v++)
            {
                TS.Store(target, TS.Load(source + (v * TS.Count)));
                target += TS.Count;
            }

            if (hasNext && Sse.IsSupported)
            {
                Sse.Prefetch1(source + (width * TS.Count));
            }

            source += tile.BStep;
        }

        tile.B = near;
        tile.BStep = (nint)width * TS.Count;
    }

    /// <summary>
    /// Asks for the next part of the rows of A while this one is computed, a few rows with each panel: the rows of wide
    /// data come from memory, and their short pieces end before the hardware sees a stream.
    /// </summary>
    private static void PrefetchNextPart(in Factors<T> factors, Block block, int done, int width, int vectors)
    {
        int next = block.Start + block.Depth;
        if (!Sse.IsSupported || factors.AStep != 1 || next >= factors.Depth)
        {
            return;
        }

        int bytes = Math.Min(block.Depth, factors.Depth - next) * sizeof(T);
        int last = block.Rows * (done + width) / vectors;
        for (int row = block.Rows * done / vectors; row < last; row++)
        {
            byte* start = (byte*)(factors.A + ((block.Row + row) * factors.ARow) + next);
            for (int line = 0; line < bytes; line += LineBytes)
            {
                Sse.Prefetch1(start + line);
            }
        }
    }

    private static void Locate(
        ref Tile<T> tile, in Factors<T> factors, MatrixView<T> c, Block block, int vector, int width)
    {
        nint column = (nint)vector * TS.Count;
        bool packed = factors.BStride == 0;
        tile.BStep = packed ? (nint)width * TS.Count : factors.BStride;
        tile.B = factors.B + (packed ? column * factors.Depth : column) + (block.Start * tile.BStep);
        tile.A = factors.A + (block.Row * factors.ARow) + (block.Start * factors.AStep);
        tile.C = c.Pointer + ((nint)block.Row * c.Stride) + column;
        tile.Row = block.Row;
        tile.Column = (int)column;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Singles<TEpilogue>(ref Tile<T> tile, int rows, int columns, ref TEpilogue epilogue)
        where TEpilogue : struct, IGemmEpilogue<T>
    {
        T* a = tile.A;
        T* c = tile.C;
        int row = tile.Row;
        for (int j = 0; j < columns; j++)
        {
            TileColumns<SimdScalar<T>, T, T>.Narrow(ref tile, rows, ref epilogue);
            tile.A = a;
            tile.Row = row;
            tile.C = ++c;
            tile.B++;
            tile.Column++;
        }
    }

    private static void Panel<TEpilogue>(ref Tile<T> tile, int rows, int vectors, ref TEpilogue epilogue)
        where TEpilogue : struct, IGemmEpilogue<T>
    {
        switch (vectors)
        {
            case 1:
                TileColumns<TS, TV, T>.Narrow(ref tile, rows, ref epilogue);
                break;
            case 2:
                TileColumns<TS, TV, T>.Double(ref tile, rows, ref epilogue);
                break;
            case 3:
                TileColumns<TS, TV, T>.Triple(ref tile, rows, ref epilogue);
                break;
            case 4:
                TileColumns<TS, TV, T>.Quadruple(ref tile, rows, ref epilogue);
                break;
        }
    }

    /// <summary>One block of rows and one part of k.</summary>
    private readonly record struct Block(int Row, int Rows, int Start, int Depth, bool Padded);
}
