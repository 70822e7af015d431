using System.Numerics;
using System.Runtime.CompilerServices;
using Flow.Backends.Cpu.Simd;

namespace Flow.Backends.Cpu.Gemm;

/// <summary>C = alpha A B, or C += alpha A B.</summary>
internal unsafe struct LinearEpilogue<T>(T alpha, bool accumulate) : IGemmEpilogue<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private bool accumulate = accumulate;

    public readonly bool IsLinear => true;

    public readonly bool IsPaddedTo(int lanes) => true;

    public void Continued() => accumulate = true;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void Apply<TS, TV>(TV product, T* c, int row, int column)
        where TS : struct, ISimd<TV, T>
        where TV : unmanaged
    {
        TV scale = TS.Broadcast(alpha);
        TS.Store(c, accumulate ? TS.MultiplyAdd(scale, product, TS.Load(c)) : TS.Multiply(scale, product));
    }
}
