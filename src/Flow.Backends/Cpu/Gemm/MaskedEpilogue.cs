using System.Numerics;
using System.Runtime.CompilerServices;
using Flow.Backends.Cpu.Simd;

namespace Flow.Backends.Cpu.Gemm;

/// <summary>C = alpha M o (A B) or C += alpha M o (A B), entry by entry, for a mask or a matrix of derivatives
/// M.</summary>
internal unsafe struct MaskedEpilogue<T>(MatrixView<T> mask, T alpha, bool accumulate) : IGemmEpilogue<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private bool accumulate = accumulate;

    public readonly bool IsLinear => true;

    public readonly bool IsPaddedTo(int lanes) => mask.IsPaddedTo(lanes);

    public void Continued() => accumulate = true;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void Apply<TS, TV>(TV product, T* c, int row, int column)
        where TS : struct, ISimd<TV, T>
        where TV : unmanaged
    {
        TV factor = TS.Multiply(TS.Broadcast(alpha), TS.Load(mask.Pointer + ((nint)row * mask.Stride) + column));
        TS.Store(c, accumulate ? TS.MultiplyAdd(factor, product, TS.Load(c)) : TS.Multiply(factor, product));
    }
}
