using System.Numerics;
using System.Runtime.CompilerServices;
using Flow.Backends.Cpu.Simd;

namespace Flow.Backends.Cpu.Elementwise;

/// <summary>The greater of a and b; NaN propagates.</summary>
internal readonly struct MaxOperator : IBinaryOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TV Apply<TS, TV, T>(TV a, TV b)
        where TS : struct, ISimd<TV, T>
        where TV : unmanaged
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        TS.Max(a, b);
}

/// <summary>The lesser of a and b; NaN propagates.</summary>
internal readonly struct MinOperator : IBinaryOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TV Apply<TS, TV, T>(TV a, TV b)
        where TS : struct, ISimd<TV, T>
        where TV : unmanaged
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        TS.Min(a, b);
}

/// <summary>|x|.</summary>
internal readonly struct AbsOperator : IUnaryOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TV Apply<TS, TV, T>(TV x)
        where TS : struct, ISimd<TV, T>
        where TV : unmanaged
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        TS.Abs(x);
}

/// <summary>-1, 0 or 1; a zero keeps its sign, NaN stays NaN.</summary>
internal readonly struct SignOperator : IUnaryOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TV Apply<TS, TV, T>(TV x)
        where TS : struct, ISimd<TV, T>
        where TV : unmanaged
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        TS.SelectGreater(
            x,
            TS.Broadcast(T.Zero),
            TS.Broadcast(T.One),
            TS.SelectGreater(TS.Broadcast(T.Zero), x, Lane<TS, TV, T>.Constant(-1), x));
}

/// <summary>1 where x &gt; 0, else 0 (also at NaN).</summary>
internal readonly struct StepOperator : IUnaryOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TV Apply<TS, TV, T>(TV x)
        where TS : struct, ISimd<TV, T>
        where TV : unmanaged
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        TS.SelectGreater(x, TS.Broadcast(T.Zero), TS.Broadcast(T.One), TS.Broadcast(T.Zero));
}

/// <summary>max(0, x); NaN stays NaN.</summary>
internal readonly struct ReluOperator : IUnaryOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TV Apply<TS, TV, T>(TV x)
        where TS : struct, ISimd<TV, T>
        where TV : unmanaged
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        TS.SelectGreater(TS.Broadcast(T.Zero), x, TS.Broadcast(T.Zero), x);
}

/// <summary>a &gt; 0 ? b : c.</summary>
internal readonly struct SelectOperator : ITernaryOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TV Apply<TS, TV, T>(TV a, TV b, TV c)
        where TS : struct, ISimd<TV, T>
        where TV : unmanaged
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        TS.SelectGreater(a, TS.Broadcast(T.Zero), b, c);
}
