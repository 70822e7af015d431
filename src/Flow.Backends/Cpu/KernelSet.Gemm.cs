using System.Runtime.CompilerServices;
using Flow.Backends.Cpu.Gemm;

namespace Flow.Backends.Cpu;

/// <content>Matrix products.</content>
public abstract partial class KernelSet<T>
{
    private const int TailBytes = 16 * 1024;

    /// <summary>Copies B, k x n, into panels.</summary>
    /// <param name="b">k x n.</param>
    /// <param name="panels">Panels of the same shape.</param>
    /// <exception cref="ArgumentException">The shapes differ, or the panels belong to another vector width.</exception>
    public void Pack(MatrixView<T> b, PackedPanels<T> panels)
    {
        RequirePanels(panels, b.Rows, b.Columns);
        PanelPacking.Pack(b, panels);
    }

    /// <summary>Copies the transpose of V, n x k, into panels of k x n.</summary>
    /// <param name="v">n x k.</param>
    /// <param name="panels">Panels of depth k and n columns.</param>
    /// <exception cref="ArgumentException">The shapes differ, or the panels belong to another vector width.</exception>
    public void PackTransposed(MatrixView<T> v, PackedPanels<T> panels)
    {
        RequirePanels(panels, v.Columns, v.Rows);
        PanelPacking.PackTransposed(v, panels);
    }

    /// <summary>C = alpha A B, or C += alpha A B.</summary>
    /// <param name="factors">The factors, m x k times k x n.</param>
    /// <param name="c">m x n.</param>
    /// <param name="alpha">Factor of the product.</param>
    /// <param name="accumulate">Whether to add to what C holds.</param>
    /// <exception cref="ArgumentException">C has another shape than the product.</exception>
    public void Multiply(in Factors<T> factors, MatrixView<T> c, T alpha, bool accumulate = false)
    {
        Check(factors, c);
        LinearCore(factors, c, alpha, accumulate);
    }

    /// <summary>C = A B, or C += A B.</summary>
    /// <param name="factors">The factors, m x k times k x n.</param>
    /// <param name="c">m x n.</param>
    /// <param name="accumulate">Whether to add to what C holds.</param>
    /// <exception cref="ArgumentException">C has another shape than the product.</exception>
    public void Multiply(in Factors<T> factors, MatrixView<T> c, bool accumulate = false) =>
        Multiply(factors, c, T.One, accumulate);

    /// <summary>C = max(0, A B), entry by entry; NaN stays NaN.</summary>
    /// <param name="factors">The factors, m x k times k x n.</param>
    /// <param name="c">m x n.</param>
    /// <exception cref="ArgumentException">C has another shape than the product.</exception>
    public void MultiplyRelu(in Factors<T> factors, MatrixView<T> c)
    {
        Check(factors, c);
        ReluCore(factors, c);
    }

    /// <summary>C = alpha M o (A B), or C += alpha M o (A B), entry by entry.</summary>
    /// <param name="factors">The factors, m x k times k x n.</param>
    /// <param name="mask">M, m x n.</param>
    /// <param name="c">m x n.</param>
    /// <param name="alpha">Factor of the product.</param>
    /// <param name="accumulate">Whether to add to what C holds.</param>
    /// <exception cref="ArgumentException">C or M has another shape than the product.</exception>
    public void MultiplyMasked(
        in Factors<T> factors, MatrixView<T> mask, MatrixView<T> c, T alpha, bool accumulate = false)
    {
        RequireShape(factors, mask, nameof(mask));
        Check(factors, c);
        MaskedCore(factors, mask, c, alpha, accumulate);
    }

    /// <summary>C = alpha (G &gt; 0) o (A B), or C += alpha (G &gt; 0) o (A B), entry by entry.</summary>
    /// <param name="factors">The factors, m x k times k x n.</param>
    /// <param name="gate">G, m x n.</param>
    /// <param name="c">m x n.</param>
    /// <param name="alpha">Factor of the product.</param>
    /// <param name="accumulate">Whether to add to what C holds.</param>
    /// <exception cref="ArgumentException">C or G has another shape than the product.</exception>
    public void MultiplyGated(
        in Factors<T> factors, MatrixView<T> gate, MatrixView<T> c, T alpha, bool accumulate = false)
    {
        RequireShape(factors, gate, nameof(gate));
        Check(factors, c);
        GatedCore(factors, gate, c, alpha, accumulate);
    }

    /// <summary>C = A B in blocks of rows, each handed to <paramref name="tail"/> while still in the cache.</summary>
    /// <param name="factors">The factors, m x k times k x n.</param>
    /// <param name="c">m x n.</param>
    /// <param name="tail">What to do with finished rows, for example an elementwise program.</param>
    /// <exception cref="ArgumentException">C has another shape than the product.</exception>
    public void MultiplyThen(in Factors<T> factors, MatrixView<T> c, IGemmTail<T> tail)
    {
        ArgumentNullException.ThrowIfNull(tail);
        RequireShape(factors, c, nameof(c));
        int rowBytes = Math.Max(1, c.Stride) * Unsafe.SizeOf<T>();
        int block = Math.Max(24, TailBytes / rowBytes / 24 * 24);
        for (int row = 0; row < c.Rows; row += block)
        {
            int rows = Math.Min(block, c.Rows - row);
            MatrixView<T> part = c.SliceRows(row, rows);
            Multiply(factors.SliceRows(row, rows), part);
            tail.Finish(part, row);
        }
    }

    private protected abstract void LinearCore(in Factors<T> factors, MatrixView<T> c, T alpha, bool accumulate);

    private protected abstract void ReluCore(in Factors<T> factors, MatrixView<T> c);

    private protected abstract void MaskedCore(
        in Factors<T> factors, MatrixView<T> mask, MatrixView<T> c, T alpha, bool accumulate);

    private protected abstract void GatedCore(
        in Factors<T> factors, MatrixView<T> gate, MatrixView<T> c, T alpha, bool accumulate);

    private void Check(in Factors<T> factors, MatrixView<T> c)
    {
        RequireShape(factors, c, nameof(c));
        if (factors.PackedLanes != 0 && factors.PackedLanes != Lanes)
        {
            throw new ArgumentException("The panels belong to another vector width.", nameof(factors));
        }
    }

    private static void RequireShape(in Factors<T> factors, MatrixView<T> c, string name)
    {
        if (factors.Rows != c.Rows || factors.Columns != c.Columns)
        {
            throw new ArgumentException(
                $"The product is {factors.Rows} x {factors.Columns}, but {name} is {c.Rows} x {c.Columns}.", name);
        }
    }

    private void RequirePanels(PackedPanels<T> panels, int depth, int columns)
    {
        ArgumentNullException.ThrowIfNull(panels);
        if (panels.Depth != depth || panels.Columns != columns || panels.Lanes != Lanes)
        {
            throw new ArgumentException(
                $"Panels of {panels.Depth} x {panels.Columns} with {panels.Lanes} lanes cannot hold "
                + $"{depth} x {columns} with {Lanes} lanes.",
                nameof(panels));
        }
    }
}
