using System.Numerics;

namespace Flow.Backends.Cpu.Simd;

/// <summary>
/// An instruction-set tag: the lane operations of one vector width, so that every kernel is written once and the JIT
/// specialises it per tag and precision.
/// </summary>
/// <typeparam name="TV">Vector of <see cref="Count"/> lanes.</typeparam>
/// <typeparam name="T">Lane type, <see cref="double"/> or <see cref="float"/>.</typeparam>
/// <remarks>
/// Fused multiply-add is one rounding wherever the hardware has it and a product and a sum elsewhere; it is never the
/// software fused operation, which is two orders of magnitude slower. "Wide" operations read the same bits as a vector
/// of doubles, so that single-precision data are summed in double precision.
/// </remarks>
internal unsafe interface ISimd<TV, T>
    where TV : unmanaged
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    static abstract int Count { get; }

    /// <summary>Whether 32 vector registers are available, which decides the shape of the GEMM tile.</summary>
    static abstract bool HasManyRegisters { get; }

    static abstract TV Load(T* source);

    static abstract void Store(T* destination, TV value);

    static abstract TV Broadcast(T value);

    static abstract TV Add(TV a, TV b);

    static abstract TV Subtract(TV a, TV b);

    static abstract TV Multiply(TV a, TV b);

    static abstract TV Divide(TV a, TV b);

    /// <summary>a b + c.</summary>
    static abstract TV MultiplyAdd(TV a, TV b, TV c);

    /// <summary>IEEE 754-2019 maximum: NaN propagates, -0 is less than +0.</summary>
    static abstract TV Max(TV a, TV b);

    /// <summary>IEEE 754-2019 minimum: NaN propagates, -0 is less than +0.</summary>
    static abstract TV Min(TV a, TV b);

    static abstract TV Abs(TV a);

    static abstract TV Negate(TV a);

    static abstract TV Sqrt(TV a);

    /// <summary>a &gt; b ? x : y; a NaN on either side takes y.</summary>
    static abstract TV SelectGreater(TV a, TV b, TV x, TV y);

    /// <summary>a == b ? x : y; a NaN on either side takes y.</summary>
    static abstract TV SelectEqual(TV a, TV b, TV x, TV y);

    static abstract TV And(TV a, TV b);

    static abstract TV Or(TV a, TV b);

    static abstract TV ShiftLeft(TV a, int bits);

    static abstract TV ShiftRight(TV a, int bits);

    /// <summary>Sum of the lanes' bit patterns as integers.</summary>
    static abstract TV AddBits(TV a, TV b);

    /// <summary>Sum of the lanes in their own precision.</summary>
    static abstract T Sum(TV a);

    /// <summary>First half of the lanes as doubles (single precision); the vector itself (double precision).</summary>
    static abstract TV WidenLower(TV a);

    /// <summary>Second half of the lanes as doubles (single precision); zero (double precision).</summary>
    static abstract TV WidenUpper(TV a);

    static abstract TV AddWide(TV a, TV b);

    static abstract TV MultiplyAddWide(TV a, TV b, TV c);

    static abstract double SumWide(TV a);
}
