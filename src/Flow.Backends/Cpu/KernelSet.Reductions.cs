namespace Flow.Backends.Cpu;

/// <content>Sums, inner products and row reductions.</content>
public abstract partial class KernelSet<T>
{
    /// <summary>Sum of all a_ij, in double precision and a fixed order.</summary>
    /// <param name="a">N x C.</param>
    public double Sum(MatrixView<T> a) => SumCore(a);

    /// <summary>
    /// Frobenius inner product, sum of a_ij b_ij, products and sum in double precision, in a fixed order.
    /// </summary>
    /// <param name="a">N x C.</param>
    /// <param name="b">N x C; may be <paramref name="a"/> itself.</param>
    /// <exception cref="ArgumentException">The shapes differ.</exception>
    public double Dot(MatrixView<T> a, MatrixView<T> b)
    {
        RequireShape(b, a.Rows, a.Columns, nameof(b));
        return DotCore(a, b);
    }

    /// <summary>Squared Frobenius norm, in double precision and a fixed order.</summary>
    /// <param name="a">N x C.</param>
    public double SumOfSquares(MatrixView<T> a) => DotCore(a, a);

    /// <summary>Sum of every row, in double precision before it is rounded.</summary>
    /// <param name="a">N x C.</param>
    /// <param name="target">N x 1.</param>
    /// <exception cref="ArgumentException">The target has another shape.</exception>
    public void RowSums(MatrixView<T> a, MatrixView<T> target)
    {
        RequireShape(target, a.Rows, 1, nameof(target));
        RowSumsCore(a, target);
    }

    /// <summary>Sum of every column (the gradient of a bias), in double precision before it is rounded.</summary>
    /// <param name="a">N x C.</param>
    /// <param name="target">1 x C.</param>
    /// <param name="accumulate">Whether to add to what the target holds.</param>
    /// <exception cref="ArgumentException">The target has another shape.</exception>
    public void ColumnSums(MatrixView<T> a, MatrixView<T> target, bool accumulate = false)
    {
        RequireShape(target, 1, a.Columns, nameof(target));
        ColumnSumsCore(a, target, accumulate);
    }

    /// <summary>Greatest element of every row; NaN propagates, an empty row gives -infinity.</summary>
    /// <param name="a">N x C.</param>
    /// <param name="target">N x 1.</param>
    /// <exception cref="ArgumentException">The target has another shape.</exception>
    public void RowMax(MatrixView<T> a, MatrixView<T> target)
    {
        RequireShape(target, a.Rows, 1, nameof(target));
        RowMaxCore(a, target);
    }

    /// <summary>ln sum_j exp(a_ij) of every row, without overflow.</summary>
    /// <param name="a">N x C.</param>
    /// <param name="target">N x 1.</param>
    /// <exception cref="ArgumentException">The target has another shape.</exception>
    public void RowLogSumExp(MatrixView<T> a, MatrixView<T> target)
    {
        RequireShape(target, a.Rows, 1, nameof(target));
        RowLogSumExpCore(a, target);
    }

    /// <summary>exp(a_ij) / sum_k exp(a_ik) in every row, without overflow.</summary>
    /// <param name="a">N x C.</param>
    /// <param name="target">N x C; may be <paramref name="a"/> itself.</param>
    /// <exception cref="ArgumentException">The target has another shape.</exception>
    public void RowSoftmax(MatrixView<T> a, MatrixView<T> target)
    {
        RequireShape(target, a.Rows, a.Columns, nameof(target));
        RowSoftmaxCore(a, target);
    }

    private protected abstract double SumCore(MatrixView<T> a);

    private protected abstract double DotCore(MatrixView<T> a, MatrixView<T> b);

    private protected abstract void RowSumsCore(MatrixView<T> a, MatrixView<T> target);

    private protected abstract void ColumnSumsCore(MatrixView<T> a, MatrixView<T> target, bool accumulate);

    private protected abstract void RowMaxCore(MatrixView<T> a, MatrixView<T> target);

    private protected abstract void RowLogSumExpCore(MatrixView<T> a, MatrixView<T> target);

    private protected abstract void RowSoftmaxCore(MatrixView<T> a, MatrixView<T> target);

    private static void RequireShape(MatrixView<T> view, int rows, int columns, string name)
    {
        if (view.Rows != rows || view.Columns != columns)
        {
            throw new ArgumentException($"{name} is {view.Rows} x {view.Columns} instead of {rows} x {columns}.", name);
        }
    }
}
