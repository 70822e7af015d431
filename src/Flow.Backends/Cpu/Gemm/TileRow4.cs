using System.Numerics;
using System.Runtime.CompilerServices;
using Flow.Backends.Cpu.Simd;

namespace Flow.Backends.Cpu.Gemm;

/// <summary>A tile row of four vectors.</summary>
internal readonly unsafe struct TileRow4<TS, TV, T>(TV v0, TV v1, TV v2, TV v3)
    : ITileRow<TileRow4<TS, TV, T>, TS, TV, T>
    where TS : struct, ISimd<TV, T>
    where TV : unmanaged
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly TV v0 = v0;
    private readonly TV v1 = v1;
    private readonly TV v2 = v2;
    private readonly TV v3 = v3;

    public static int Vectors
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => 4;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TileRow4<TS, TV, T> Load(T* source) =>
        new(
            TS.Load(source),
            TS.Load(source + TS.Count),
            TS.Load(source + (2 * TS.Count)),
            TS.Load(source + (3 * TS.Count)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TileRow4<TS, TV, T> MultiplyAdd(TV factor, TileRow4<TS, TV, T> b, TileRow4<TS, TV, T> sum) =>
        new(
            TS.MultiplyAdd(factor, b.v0, sum.v0),
            TS.MultiplyAdd(factor, b.v1, sum.v1),
            TS.MultiplyAdd(factor, b.v2, sum.v2),
            TS.MultiplyAdd(factor, b.v3, sum.v3));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Finish<TEpilogue>(
        TileRow4<TS, TV, T> sum, ref TEpilogue epilogue, T* c, int row, int column)
        where TEpilogue : struct, IGemmEpilogue<T>
    {
        epilogue.Apply<TS, TV>(sum.v0, c, row, column);
        epilogue.Apply<TS, TV>(sum.v1, c + TS.Count, row, column + TS.Count);
        epilogue.Apply<TS, TV>(sum.v2, c + (2 * TS.Count), row, column + (2 * TS.Count));
        epilogue.Apply<TS, TV>(sum.v3, c + (3 * TS.Count), row, column + (3 * TS.Count));
    }
}
