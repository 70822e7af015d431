using System.Numerics;
using Flow.Backends.Cpu.Simd;

namespace Flow.Backends.Cpu.Gemm;

/// <summary>What becomes of a finished vector of the product, applied while it is still in its register.</summary>
/// <typeparam name="T">Element type.</typeparam>
internal unsafe interface IGemmEpilogue<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>
    /// Whether every partial product over a part of k may be applied, all but the first through
    /// <see cref="Continued"/>; else C holds the sum of the earlier parts when the last one is applied.
    /// </summary>
    bool IsLinear { get; }

    /// <summary>Whether every matrix read besides C may be read in whole vectors.</summary>
    bool IsPaddedTo(int lanes);

    /// <summary>Makes the epilogue add to what earlier parts of k have stored.</summary>
    void Continued();

    /// <summary>Finishes Count elements that go to <paramref name="c"/>, which is (row, column) of C.</summary>
    void Apply<TS, TV>(TV product, T* c, int row, int column)
        where TS : struct, ISimd<TV, T>
        where TV : unmanaged;
}
