using System.Numerics;
using System.Runtime.CompilerServices;
using Flow.Backends.Cpu.Simd;

namespace Flow.Backends.Cpu.Elementwise;

/// <summary>Functions that saturate, each from an exponential that cannot overflow.</summary>
internal static class Sigmoids<TS, TV, T>
    where TS : struct, ISimd<TV, T>
    where TV : unmanaged
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private static TV Zero
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => TS.Broadcast(T.Zero);
    }

    private static TV One
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => TS.Broadcast(T.One);
    }

    /// <summary>tanh x = -e / (2 + e) with e = exp(-2 |x|) - 1, with the sign of x.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TV Tanh(TV x)
    {
        TV e = Exponentials<TS, TV, T>.ExpMinusOneOfNegative(
            TS.Multiply(TS.Abs(x), Lane<TS, TV, T>.Constant(-2)));
        TV value = TS.Divide(TS.Negate(e), TS.Add(e, Lane<TS, TV, T>.Constant(2)));
        return TS.Or(value, TS.And(x, Lane<TS, TV, T>.Constant(-0.0)));
    }

    /// <summary>
    /// 1 / (1 + exp(-x)), as exp(x) / (1 + exp(x)) below zero so that the tail keeps its relative error.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TV Sigmoid(TV x)
    {
        TV e = Exponentials<TS, TV, T>.Exp(TS.Negate(TS.Abs(x)));
        return TS.Divide(TS.SelectGreater(Zero, x, e, One), TS.Add(One, e));
    }

    /// <summary>ln(1 + exp(x)) = max(x, 0) + ln(1 + exp(-|x|)).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TV Softplus(TV x)
    {
        TV e = Exponentials<TS, TV, T>.Exp(TS.Negate(TS.Abs(x)));
        return TS.Add(TS.SelectGreater(Zero, x, Zero, x), Logarithms<TS, TV, T>.LogOnePlus(e));
    }
}
