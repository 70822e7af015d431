using System.Numerics;
using System.Runtime.CompilerServices;
using Flow.Backends.Cpu.Simd;

namespace Flow.Backends.Cpu.Gemm;

/// <summary>C = max(0, A B), entry by entry; NaN stays NaN.</summary>
internal unsafe struct ReluEpilogue<T> : IGemmEpilogue<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public readonly bool IsLinear => false;

    public readonly bool IsPaddedTo(int lanes) => true;

    public readonly void Continued() =>
        throw new InvalidOperationException("A ReLU of a partial sum is not a part of the ReLU of the sum.");

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void Apply<TS, TV>(TV product, T* c, int row, int column)
        where TS : struct, ISimd<TV, T>
        where TV : unmanaged
    {
        TV zero = TS.Broadcast(T.Zero);
        TS.Store(c, TS.SelectGreater(zero, product, zero, product));
    }
}
