using System.Numerics;
using System.Runtime.CompilerServices;
using Flow.Backends.Cpu.Simd;

namespace Flow.Backends.Cpu.Gemm;

/// <summary>A tile row of one vector.</summary>
internal readonly unsafe struct TileRow1<TS, TV, T>(TV v0)
    : ITileRow<TileRow1<TS, TV, T>, TS, TV, T>
    where TS : struct, ISimd<TV, T>
    where TV : unmanaged
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly TV v0 = v0;

    public static int Vectors
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => 1;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TileRow1<TS, TV, T> Load(T* source) =>
        new(TS.Load(source));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TileRow1<TS, TV, T> MultiplyAdd(TV factor, TileRow1<TS, TV, T> b, TileRow1<TS, TV, T> sum) =>
        new(
            TS.MultiplyAdd(factor, b.v0, sum.v0));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Finish<TEpilogue>(
        TileRow1<TS, TV, T> sum, ref TEpilogue epilogue, T* c, int row, int column)
        where TEpilogue : struct, IGemmEpilogue<T>
    {
        epilogue.Apply<TS, TV>(sum.v0, c, row, column);
    }
}
