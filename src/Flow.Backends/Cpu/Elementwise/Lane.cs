using System.Numerics;
using System.Runtime.CompilerServices;
using Flow.Backends.Cpu.Simd;

namespace Flow.Backends.Cpu.Elementwise;

/// <summary>Constants in all lanes, and the few steps on floating-point bits that the functions share.</summary>
internal static class Lane<TS, TV, T>
    where TS : struct, ISimd<TV, T>
    where TV : unmanaged
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public static bool IsDouble
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => typeof(T) == typeof(double);
    }

    /// <summary>
    /// 1.5 * 2^52 or 1.5 * 2^23: adding it rounds to a whole number, which then stands in the low bits.
    /// </summary>
    private static double RoundingShift
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => IsDouble ? 6755399441055744.0 : 12582912.0;
    }

    private static int MantissaBits
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => IsDouble ? 52 : 23;
    }

    private static double ExponentBias
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => IsDouble ? 1023 : 127;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TV Constant(double value) => TS.Broadcast(T.CreateTruncating(value));

    /// <summary>A constant whose digits differ between the precisions.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TV Constant(double inDouble, double inSingle) => Constant(IsDouble ? inDouble : inSingle);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TV Bits(ulong inDouble, uint inSingle) => TS.Broadcast(
        IsDouble ? Unsafe.BitCast<ulong, T>(inDouble) : Unsafe.BitCast<uint, T>(inSingle));

    /// <summary>Nearest whole number, |x| below 2^51 (double precision) or 2^22; NaN stays NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TV Round(TV x)
    {
        TV shift = Constant(RoundingShift);
        return TS.Subtract(TS.Add(x, shift), shift);
    }

    /// <summary>2^n for a whole number n of the normal range; anything for NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TV PowerOfTwo(TV n) =>
        TS.ShiftLeft(TS.Add(n, Constant(RoundingShift + ExponentBias)), MantissaBits);

    /// <summary>
    /// x = 2^exponent mantissa with mantissa in [sqrt(1/2), sqrt(2)), for x positive and normal; anything else
    /// elsewhere.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TV Split(TV x, out TV exponent)
    {
        // Raises the bits so that the exponent field steps at sqrt(1/2) instead of at one.
        TV raised = TS.AddBits(x, Bits(0x3FF0000000000000 - 0x3FE6A09E667F3BCD, 0x3F800000 - 0x3F3504F3));
        TV field = TS.Or(TS.ShiftRight(raised, MantissaBits), Constant(4503599627370496.0, 8388608.0));
        exponent = TS.Subtract(field, Constant(4503599627370496.0 + 1023, 8388608.0 + 127));
        return TS.AddBits(
            TS.And(raised, Bits(0x000FFFFFFFFFFFFF, 0x007FFFFF)), Bits(0x3FE6A09E667F3BCD, 0x3F3504F3));
    }
}
