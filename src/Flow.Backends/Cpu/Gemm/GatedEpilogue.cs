using System.Numerics;
using System.Runtime.CompilerServices;
using Flow.Backends.Cpu.Simd;

namespace Flow.Backends.Cpu.Gemm;

/// <summary>C = alpha (G &gt; 0) o (A B) or C += alpha (G &gt; 0) o (A B), entry by entry: the derivative of a ReLU.
/// </summary>
internal unsafe struct GatedEpilogue<T>(MatrixView<T> gate, T alpha, bool accumulate) : IGemmEpilogue<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private bool accumulate = accumulate;

    public readonly bool IsLinear => true;

    public readonly bool IsPaddedTo(int lanes) => gate.IsPaddedTo(lanes);

    public void Continued() => accumulate = true;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void Apply<TS, TV>(TV product, T* c, int row, int column)
        where TS : struct, ISimd<TV, T>
        where TV : unmanaged
    {
        TV zero = TS.Broadcast(T.Zero);
        TV open = TS.Load(gate.Pointer + ((nint)row * gate.Stride) + column);
        TV gated = TS.SelectGreater(open, zero, TS.Multiply(TS.Broadcast(alpha), product), zero);
        TS.Store(c, accumulate ? TS.Add(TS.Load(c), gated) : gated);
    }
}
