using System.Numerics;
using System.Runtime.CompilerServices;
using Flow.Backends.Cpu.Simd;

namespace Flow.Backends.Cpu.Gemm;

/// <summary>C = max(0, A B), entry by entry; NaN stays NaN.</summary>
internal unsafe struct ReluEpilogue<T> : IGemmEpilogue<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private bool continued;

    public readonly bool IsLinear => false;

    public readonly bool IsPaddedTo(int lanes) => true;

    public void Continued() => continued = true;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void Apply<TS, TV>(TV product, T* c, int row, int column)
        where TS : struct, ISimd<TV, T>
        where TV : unmanaged
    {
        TV zero = TS.Broadcast(T.Zero);
        TV sum = continued ? TS.Add(TS.Load(c), product) : product;
        TS.Store(c, TS.SelectGreater(zero, sum, zero, sum));
    }
}
