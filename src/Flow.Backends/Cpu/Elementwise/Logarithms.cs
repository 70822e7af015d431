using System.Numerics;
using System.Runtime.CompilerServices;
using Flow.Backends.Cpu.Simd;

namespace Flow.Backends.Cpu.Elementwise;

/// <summary>ln x and ln(1 + x) through the series of the inverse hyperbolic tangent.</summary>
/// <remarks>
/// x = 2^k (1 + f), s = f / (2 + f), ln(1 + f) = f - (f^2/2 - s (f^2/2 + s^2 R(s^2))), R from the Remez exchange:
/// 2.5e-18 in double, 1.7e-9 in single precision. The arrangement is that of K.-C. Ng's log in fdlibm (Sun
/// Microsystems, 1993).
/// </remarks>
internal static class Logarithms<TS, TV, T>
    where TS : struct, ISimd<TV, T>
    where TV : unmanaged
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private static bool IsDouble
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => typeof(T) == typeof(double);
    }

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

    private static TV Infinity
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => TS.Broadcast(T.PositiveInfinity);
    }

    /// <summary>ln x on the whole line: NaN below zero, -infinity at zero, subnormal numbers included.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TV Log(TV x)
    {
        TV smallest = Lane<TS, TV, T>.Constant(2.2250738585072014e-308, 1.17549435e-38);
        TV lifted = TS.Multiply(x, Lane<TS, TV, T>.Constant(18014398509481984.0, 33554432.0));
        TV shift = TS.SelectGreater(smallest, x, Lane<TS, TV, T>.Constant(54, 25), Zero);
        TV mantissa = Lane<TS, TV, T>.Split(TS.SelectGreater(smallest, x, lifted, x), out TV k);
        TV value = Core(TS.Subtract(mantissa, One), TS.Subtract(k, shift), Zero);
        return AtTheEdges(x, value);
    }

    /// <summary>ln(1 + x), right in relative terms near zero; NaN below -1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TV LogOnePlus(TV x)
    {
        TV u = TS.Add(One, x);
        TV mantissa = Lane<TS, TV, T>.Split(u, out TV k);
        // What rounding took from 1 + x, as a part of u; with k = 0 nothing need be rounded, for then f is x itself.
        TV lost = TS.SelectGreater(
            k, Zero, TS.Subtract(One, TS.Subtract(u, x)), TS.Subtract(x, TS.Subtract(u, One)));
        TV f = TS.SelectEqual(k, Zero, x, TS.Subtract(mantissa, One));
        TV correction = TS.SelectEqual(k, Zero, Zero, TS.Divide(lost, u));
        return AtTheEdges(u, Core(f, k, correction));
    }

    /// <summary>k ln 2 + ln(1 + f) + correction for 1 + f in [sqrt(1/2), sqrt(2)].</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TV Core(TV f, TV k, TV correction)
    {
        TV s = TS.Divide(f, TS.Add(Lane<TS, TV, T>.Constant(2), f));
        TV z = TS.Multiply(s, s);
        TV series = TS.Multiply(z, IsDouble ? InDouble(z) : InSingle(z));
        TV halfSquare = TS.Multiply(TS.Multiply(Lane<TS, TV, T>.Constant(0.5), f), f);
        TV lowPart = Lane<TS, TV, T>.Constant(7.44061711001239671613e-11, 0.000276086809945309);
        TV tail = TS.MultiplyAdd(k, lowPart, correction);
        tail = TS.MultiplyAdd(s, TS.Add(halfSquare, series), tail);
        TV rest = TS.Subtract(TS.Subtract(halfSquare, tail), f);
        return TS.MultiplyAdd(k, Lane<TS, TV, T>.Constant(0.6931471804855391383, 0.69287109375), TS.Negate(rest));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TV AtTheEdges(TV x, TV value)
    {
        TV positive = TS.SelectEqual(x, Infinity, Infinity, value);
        TV other = TS.SelectEqual(x, Zero, TS.Broadcast(T.NegativeInfinity), TS.Broadcast(T.NaN));
        return TS.SelectGreater(x, Zero, positive, other);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TV InDouble(TV z)
    {
        TV r = Lane<TS, TV, T>.Constant(0.1479610527231299247);
        r = TS.MultiplyAdd(r, z, Lane<TS, TV, T>.Constant(0.1531403584241542394));
        r = TS.MultiplyAdd(r, z, Lane<TS, TV, T>.Constant(0.1818356486683560231));
        r = TS.MultiplyAdd(r, z, Lane<TS, TV, T>.Constant(0.2222219856347266341));
        r = TS.MultiplyAdd(r, z, Lane<TS, TV, T>.Constant(0.2857142874247510365));
        r = TS.MultiplyAdd(r, z, Lane<TS, TV, T>.Constant(0.3999999999941431972));
        return TS.MultiplyAdd(r, z, Lane<TS, TV, T>.Constant(0.666666666666673446));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TV InSingle(TV z)
    {
        TV r = Lane<TS, TV, T>.Constant(0.2987186208607639099);
        r = TS.MultiplyAdd(r, z, Lane<TS, TV, T>.Constant(0.3997753698678471753));
        return TS.MultiplyAdd(r, z, Lane<TS, TV, T>.Constant(0.6666677641508372996));
    }
}
