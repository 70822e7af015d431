using System.Numerics;
using System.Runtime.CompilerServices;
using Flow.Backends.Cpu.Simd;

namespace Flow.Backends.Cpu.Elementwise;

/// <summary>e^x.</summary>
internal readonly struct ExpOperator : IUnaryOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TV Apply<TS, TV, T>(TV x)
        where TS : struct, ISimd<TV, T>
        where TV : unmanaged
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        Exponentials<TS, TV, T>.Exp(x);
}

/// <summary>ln x.</summary>
internal readonly struct LogOperator : IUnaryOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TV Apply<TS, TV, T>(TV x)
        where TS : struct, ISimd<TV, T>
        where TV : unmanaged
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        Logarithms<TS, TV, T>.Log(x);
}

/// <summary>ln(1 + x).</summary>
internal readonly struct LogOnePlusOperator : IUnaryOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TV Apply<TS, TV, T>(TV x)
        where TS : struct, ISimd<TV, T>
        where TV : unmanaged
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        Logarithms<TS, TV, T>.LogOnePlus(x);
}

/// <summary>tanh x.</summary>
internal readonly struct TanhOperator : IUnaryOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TV Apply<TS, TV, T>(TV x)
        where TS : struct, ISimd<TV, T>
        where TV : unmanaged
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        Sigmoids<TS, TV, T>.Tanh(x);
}

/// <summary>1 / (1 + e^-x).</summary>
internal readonly struct SigmoidOperator : IUnaryOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TV Apply<TS, TV, T>(TV x)
        where TS : struct, ISimd<TV, T>
        where TV : unmanaged
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        Sigmoids<TS, TV, T>.Sigmoid(x);
}

/// <summary>ln(1 + e^x).</summary>
internal readonly struct SoftplusOperator : IUnaryOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TV Apply<TS, TV, T>(TV x)
        where TS : struct, ISimd<TV, T>
        where TV : unmanaged
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        Sigmoids<TS, TV, T>.Softplus(x);
}
