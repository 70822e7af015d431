using System.Numerics;

namespace Flow.Backends.Cpu.Gemm;

/// <summary>Names the forms of a matrix product.</summary>
public static unsafe class Product
{
    /// <summary>A B with A m x k and B k x n, both as they are.</summary>
    /// <param name="a">m x k.</param>
    /// <param name="b">k x n.</param>
    /// <exception cref="ArgumentException">The depths differ.</exception>
    public static Factors<T> Plain<T>(MatrixView<T> a, MatrixView<T> b)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        new(a, false, b.Pointer, b.Stride, b.Columns, b.Rows) { BPadded = b.PaddedColumns };

    /// <summary>A^T B with A k x m and B k x n, both as they are.</summary>
    /// <param name="a">k x m.</param>
    /// <param name="b">k x n.</param>
    /// <exception cref="ArgumentException">The depths differ.</exception>
    public static Factors<T> TransposedA<T>(MatrixView<T> a, MatrixView<T> b)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        new(a, true, b.Pointer, b.Stride, b.Columns, b.Rows) { BPadded = b.PaddedColumns };

    /// <summary>
    /// A B^T with A m x k and B n x k by inner products of rows, without packing: right for up to four columns or a few
    /// rows; anything larger is faster through <see cref="Packed"/>.
    /// </summary>
    /// <param name="a">m x k.</param>
    /// <param name="b">n x k.</param>
    /// <exception cref="ArgumentException">The depths differ.</exception>
    public static Factors<T> TransposedB<T>(MatrixView<T> a, MatrixView<T> b)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        new(a, false, b.Pointer, b.Stride, b.Rows, b.Columns) { IsDot = true };

    /// <summary>A B with A m x k and B, k x n, in panels.</summary>
    /// <param name="a">m x k.</param>
    /// <param name="b">The packed factor (of B, or of V^T).</param>
    /// <exception cref="ArgumentException">The depths differ.</exception>
    public static Factors<T> Packed<T>(MatrixView<T> a, PackedPanels<T> b)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(b);
        return new(a, false, b.Pointer, 0, b.Columns, b.Depth) { BPadded = int.MaxValue, PackedLanes = b.Lanes };
    }
}
