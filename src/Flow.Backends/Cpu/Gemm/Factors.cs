using System.Numerics;

namespace Flow.Backends.Cpu.Gemm;

/// <summary>The two factors of a matrix product, as they lie in memory; made by <see cref="Product"/>.</summary>
/// <typeparam name="T">Element type, <see cref="double"/> or <see cref="float"/>.</typeparam>
public readonly unsafe struct Factors<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    internal Factors(MatrixView<T> a, bool transposedA, T* b, int bStride, int columns, int depth)
    {
        int depthOfA = transposedA ? a.Rows : a.Columns;
        if (depthOfA != depth)
        {
            throw new ArgumentException($"The factors do not fit: the left has depth {depthOfA}, the right {depth}.");
        }

        A = a.Pointer;
        Rows = transposedA ? a.Columns : a.Rows;
        ARow = transposedA ? 1 : a.Stride;
        AStep = transposedA ? a.Stride : 1;
        B = b;
        BStride = bStride;
        Columns = columns;
        Depth = depth;
    }

    internal T* A { get; private init; }

    internal nint ARow { get; }

    internal nint AStep { get; }

    internal T* B { get; }

    /// <summary>Elements from one row of B to the next; 0 when B is packed.</summary>
    internal nint BStride { get; }

    internal int BPadded { get; init; }

    /// <summary>Whether B is n x k and read along its rows.</summary>
    internal bool IsDot { get; init; }

    internal int PackedLanes { get; init; }

    /// <summary>Rows m of the product.</summary>
    public int Rows { get; private init; }

    /// <summary>Columns n of the product.</summary>
    public int Columns { get; }

    /// <summary>Length k of the sums.</summary>
    public int Depth { get; }

    /// <summary>The factors of rows start to start + count - 1 of the product.</summary>
    internal Factors<T> SliceRows(int start, int count) => this with { A = A + (start * ARow), Rows = count };
}
