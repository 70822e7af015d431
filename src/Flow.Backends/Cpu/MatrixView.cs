using System.Numerics;

namespace Flow.Backends.Cpu;

/// <summary>
/// A row-major matrix in native memory: element (i, j) stands at <c>Pointer[i * Stride + j]</c>; rows are samples,
/// columns are features.
/// </summary>
/// <typeparam name="T">Element type, <see cref="double"/> or <see cref="float"/>.</typeparam>
/// <remarks>
/// The first <see cref="PaddedColumns"/> places of each row belong to the view: kernels may read them and may overwrite
/// the places past <see cref="Columns"/> with anything, but no such place ever reaches a result. Nothing outside is
/// touched. The view does not own its memory.
/// </remarks>
public readonly unsafe struct MatrixView<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>A view of memory whose rows own no padding, <c>PaddedColumns = columns</c>.</summary>
    /// <param name="pointer">Address of element (0, 0).</param>
    /// <param name="rows">Number of rows, at least 0.</param>
    /// <param name="columns">Number of columns, at least 0.</param>
    /// <param name="stride">Elements from one row to the next, at least <paramref name="columns"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">A count is negative or the stride is too small.</exception>
    public MatrixView(T* pointer, int rows, int columns, int stride)
        : this(pointer, rows, columns, stride, columns)
    {
    }

    /// <summary>A view whose rows own <paramref name="paddedColumns"/> places each.</summary>
    /// <param name="pointer">Address of element (0, 0).</param>
    /// <param name="rows">Number of rows, at least 0.</param>
    /// <param name="columns">Number of columns, at least 0.</param>
    /// <param name="stride">Elements from one row to the next.</param>
    /// <param name="paddedColumns">Places of each row that kernels may use, from columns up to the stride.</param>
    /// <exception cref="ArgumentOutOfRangeException">
    /// A count is negative, or columns &lt;= paddedColumns &lt;= stride does not hold.
    /// </exception>
    public MatrixView(T* pointer, int rows, int columns, int stride, int paddedColumns)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rows);
        ArgumentOutOfRangeException.ThrowIfNegative(columns);
        ArgumentOutOfRangeException.ThrowIfLessThan(paddedColumns, columns);
        ArgumentOutOfRangeException.ThrowIfLessThan(stride, paddedColumns);
        Pointer = pointer;
        Rows = rows;
        Columns = columns;
        Stride = stride;
        PaddedColumns = paddedColumns;
    }

    /// <summary>Address of element (0, 0).</summary>
    public T* Pointer { get; }

    /// <summary>Number of rows.</summary>
    public int Rows { get; }

    /// <summary>Number of columns.</summary>
    public int Columns { get; }

    /// <summary>Elements from one row to the next (the leading dimension).</summary>
    public int Stride { get; }

    /// <summary>Places of each row that kernels may read and overwrite.</summary>
    public int PaddedColumns { get; }

    /// <summary>Element (row, column); not range-checked, meant for tests and scalars.</summary>
    /// <param name="row">Row, from 0.</param>
    /// <param name="column">Column, from 0.</param>
    public ref T this[int row, int column] => ref Pointer[((nint)row * Stride) + column];

    /// <summary>Rows <paramref name="start"/> to <c>start + count - 1</c> of this view.</summary>
    /// <param name="start">First row.</param>
    /// <param name="count">Number of rows.</param>
    /// <exception cref="ArgumentOutOfRangeException">The range leaves the view.</exception>
    public MatrixView<T> SliceRows(int start, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(start);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(start, Rows - count);
        return new(Pointer + ((nint)start * Stride), count, Columns, Stride, PaddedColumns);
    }

    /// <summary>Columns <paramref name="start"/> to <c>start + count - 1</c> of this view, without padding.</summary>
    /// <param name="start">First column.</param>
    /// <param name="count">Number of columns.</param>
    /// <exception cref="ArgumentOutOfRangeException">The range leaves the view.</exception>
    public MatrixView<T> SliceColumns(int start, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(start);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(start, Columns - count);
        return new(Pointer + start, Rows, count, Stride, count);
    }

    /// <summary>Row <paramref name="row"/> as a span of its columns without padding.</summary>
    /// <param name="row">Row, from 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">The row is outside the view.</exception>
    public Span<T> Row(int row)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(row);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(row, Rows);
        return new(Pointer + ((nint)row * Stride), Columns);
    }

    /// <summary>Whether whole vectors of the given lane count cover each row without leaving it.</summary>
    internal bool IsPaddedTo(int lanes) => MatrixLayout.RoundUp(Columns, lanes) <= PaddedColumns;
}
