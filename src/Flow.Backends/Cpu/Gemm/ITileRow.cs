using System.Numerics;
using Flow.Backends.Cpu.Simd;

namespace Flow.Backends.Cpu.Gemm;

/// <summary>The accumulators of one row of a GEMM tile: a few vectors side by side.</summary>
internal unsafe interface ITileRow<TSelf, TS, TV, T>
    where TSelf : unmanaged, ITileRow<TSelf, TS, TV, T>
    where TS : struct, ISimd<TV, T>
    where TV : unmanaged
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Number of vectors.</summary>
    static abstract int Vectors { get; }

    static abstract TSelf Load(T* source);

    /// <summary>factor b + sum, vector by vector.</summary>
    static abstract TSelf MultiplyAdd(TV factor, TSelf b, TSelf sum);

    static abstract void Finish<TEpilogue>(TSelf sum, ref TEpilogue epilogue, T* c, int row, int column)
        where TEpilogue : struct, IGemmEpilogue<T>;
}
