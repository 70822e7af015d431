using System.Numerics;
using System.Runtime.CompilerServices;
using Flow.Backends.Cpu.Simd;

namespace Flow.Backends.Cpu.Elementwise;

/// <summary>e^x by reduction to |r| &lt;= ln(2)/2 and a minimax polynomial.</summary>
/// <remarks>
/// x = n ln 2 + r, with ln 2 in two parts (Cody and Waite, Software Manual for the Elementary Functions, 1980);
/// e^r = 1 + r + r^2 q(r), q from the Remez exchange with weight |r|: 1.8e-17 in double, 1.4e-8 in single precision.
/// </remarks>
internal static class Exponentials<TS, TV, T>
    where TS : struct, ISimd<TV, T>
    where TV : unmanaged
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private static bool IsDouble
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => typeof(T) == typeof(double);
    }

    /// <summary>e^x on the whole line: overflow to infinity, gradual underflow to zero, NaN stays NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TV Exp(TV x)
    {
        TV high = Lane<TS, TV, T>.Constant(710, 89);
        TV low = Lane<TS, TV, T>.Constant(-746, -105);
        x = TS.SelectGreater(x, high, high, TS.SelectGreater(low, x, low, x));
        TV reduced = ReducedMinusOne(x, out TV n);
        // Two factors, for neither 2^1024 nor 2^-1075 is a normal number; only the second product rounds.
        TV half = Lane<TS, TV, T>.Round(TS.Multiply(n, Lane<TS, TV, T>.Constant(0.5)));
        TV value = TS.Add(reduced, Lane<TS, TV, T>.Constant(1));
        value = TS.Multiply(value, Lane<TS, TV, T>.PowerOfTwo(half));
        return TS.Multiply(value, Lane<TS, TV, T>.PowerOfTwo(TS.Subtract(n, half)));
    }

    /// <summary>e^x - 1 for x &lt;= 0, right in relative terms down to the smallest x.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TV ExpMinusOneOfNegative(TV x)
    {
        TV low = Lane<TS, TV, T>.Constant(-40);
        x = TS.SelectGreater(low, x, low, x);
        TV reduced = ReducedMinusOne(x, out TV n);
        TV scale = Lane<TS, TV, T>.PowerOfTwo(n);
        return TS.MultiplyAdd(scale, reduced, TS.Subtract(scale, Lane<TS, TV, T>.Constant(1)));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TV ReducedMinusOne(TV x, out TV n)
    {
        n = Lane<TS, TV, T>.Round(TS.Multiply(x, Lane<TS, TV, T>.Constant(1.44269504088896340736)));
        // The high part ends in zeros, so that n times it is exact even without a fused product.
        TV r = TS.MultiplyAdd(n, Lane<TS, TV, T>.Constant(-0.6931471804855391383, -0.69287109375), x);
        r = TS.MultiplyAdd(n, Lane<TS, TV, T>.Constant(-7.44061711001239671613e-11, -0.000276086809945309), r);
        TV q = IsDouble ? InDouble(r) : InSingle(r);
        return TS.MultiplyAdd(TS.Multiply(r, r), q, r);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TV InDouble(TV r)
    {
        // Pairs first (Estrin's order): the chain of dependent products is half as long as Horner's.
        TV square = TS.Multiply(r, r);
        TV fourth = TS.Multiply(square, square);
        TV p0 = Pair(r, 0.5000000000000005494, 0.166666666666666859);
        TV p1 = Pair(r, 0.04166666666657410117, 0.008333333333314651332);
        TV p2 = Pair(r, 0.001388888893225592755, 0.0001984126990291325389);
        TV p3 = Pair(r, 0.00002480150456976045112, 2.755722804951868062e-6);
        TV p4 = Pair(r, 2.762628373690143894e-7, 2.511444534200363181e-8);
        TV low = TS.MultiplyAdd(square, p1, p0);
        TV middle = TS.MultiplyAdd(square, p3, p2);
        return TS.MultiplyAdd(fourth, TS.MultiplyAdd(fourth, p4, middle), low);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TV Pair(TV x, double constant, double slope) =>
        TS.MultiplyAdd(Lane<TS, TV, T>.Constant(slope), x, Lane<TS, TV, T>.Constant(constant));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TV InSingle(TV r)
    {
        TV q = Lane<TS, TV, T>.Constant(0.001394642520657122438);
        q = TS.MultiplyAdd(q, r, Lane<TS, TV, T>.Constant(0.008366571438616088237));
        q = TS.MultiplyAdd(q, r, Lane<TS, TV, T>.Constant(0.04166628249148001894));
        q = TS.MultiplyAdd(q, r, Lane<TS, TV, T>.Constant(0.1666654312237548646));
        return TS.MultiplyAdd(q, r, Lane<TS, TV, T>.Constant(0.5000000061736437835));
    }
}
