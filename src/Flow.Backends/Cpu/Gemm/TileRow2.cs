using System.Numerics;
using System.Runtime.CompilerServices;
using Flow.Backends.Cpu.Simd;

namespace Flow.Backends.Cpu.Gemm;

/// <summary>A tile row of two vectors.</summary>
internal readonly unsafe struct TileRow2<TS, TV, T>(TV v0, TV v1)
    : ITileRow<TileRow2<TS, TV, T>, TS, TV, T>
    where TS : struct, ISimd<TV, T>
    where TV : unmanaged
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly TV v0 = v0;
    private readonly TV v1 = v1;

    public static int Vectors
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => 2;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TileRow2<TS, TV, T> Load(T* source) =>
        new(TS.Load(source), TS.Load(source + TS.Count));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TileRow2<TS, TV, T> MultiplyAdd(TV factor, TileRow2<TS, TV, T> b, TileRow2<TS, TV, T> sum) =>
        new(
            TS.MultiplyAdd(factor, b.v0, sum.v0),
            TS.MultiplyAdd(factor, b.v1, sum.v1));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Finish<TEpilogue>(
        TileRow2<TS, TV, T> sum, ref TEpilogue epilogue, T* c, int row, int column)
        where TEpilogue : struct, IGemmEpilogue<T>
    {
        epilogue.Apply<TS, TV>(sum.v0, c, row, column);
        epilogue.Apply<TS, TV>(sum.v1, c + TS.Count, row, column + TS.Count);
    }
}
