using System.Numerics;
using System.Runtime.CompilerServices;
using Flow.Backends.Cpu.Simd;

namespace Flow.Backends.Cpu.Peak;

/// <summary>Independent multiply-adds c_i = c_i a + b in registers: the most that one core can do.</summary>
/// <remarks>
/// A leaf on purpose: any call inside, even of a clock, would spill the accumulators. Twelve of them cover the latency
/// of two units and fit into 16 registers.
/// </remarks>
internal static class MultiplyAddLoop<TS, TV, T>
    where TS : struct, ISimd<TV, T>
    where TV : unmanaged
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int Accumulators = 12;

    /// <summary>Floating-point operations of one round.</summary>
    public static int FlopsPerRound => 2 * Accumulators * TS.Count;

    /// <summary>Runs rounds and returns the sum of the accumulators, which keeps the loop alive.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static T Run(long rounds, T factor, T term)
    {
        TV a = TS.Broadcast(factor);
        TV b = TS.Broadcast(term);
        TV c0 = a, c1 = b, c2 = a, c3 = b, c4 = a, c5 = b, c6 = a, c7 = b, c8 = a, c9 = b, c10 = a, c11 = b;
        for (long round = rounds; round > 0; round--)
        {
            c0 = TS.MultiplyAdd(c0, a, b);
            c1 = TS.MultiplyAdd(c1, a, b);
            c2 = TS.MultiplyAdd(c2, a, b);
            c3 = TS.MultiplyAdd(c3, a, b);
            c4 = TS.MultiplyAdd(c4, a, b);
            c5 = TS.MultiplyAdd(c5, a, b);
            c6 = TS.MultiplyAdd(c6, a, b);
            c7 = TS.MultiplyAdd(c7, a, b);
            c8 = TS.MultiplyAdd(c8, a, b);
            c9 = TS.MultiplyAdd(c9, a, b);
            c10 = TS.MultiplyAdd(c10, a, b);
            c11 = TS.MultiplyAdd(c11, a, b);
        }

        TV low = TS.Add(TS.Add(TS.Add(c0, c1), TS.Add(c2, c3)), TS.Add(c4, c5));
        TV high = TS.Add(TS.Add(TS.Add(c6, c7), TS.Add(c8, c9)), TS.Add(c10, c11));
        return TS.Sum(TS.Add(low, high));
    }
}
