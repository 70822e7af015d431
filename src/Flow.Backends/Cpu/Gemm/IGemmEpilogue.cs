using System.Numerics;
using Flow.Backends.Cpu.Simd;

namespace Flow.Backends.Cpu.Gemm;

/// <summary>What becomes of a finished vector of the product, applied while it is still in its register.</summary>
/// <typeparam name="T">Element type.</typeparam>
internal unsafe interface IGemmEpilogue<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>
    /// Whether partial products over parts of k may be applied one after the other: the first as it is, the rest
    /// through
    /// <see cref="Continued"/>.
    /// </summary>
    bool IsLinear { get; }

    /// <summary>Whether every matrix read besides C may be read in whole vectors.</summary>
    bool IsPaddedTo(int lanes);

    /// <summary>Makes the epilogue add to what an earlier part of k has stored.</summary>
    void Continued();

    /// <summary>Finishes Count elements that go to <paramref name="c"/>, which is (row, column) of C.</summary>
    void Apply<TS, TV>(TV product, T* c, int row, int column)
        where TS : struct, ISimd<TV, T>
        where TV : unmanaged;
}
