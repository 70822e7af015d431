using System.Numerics;
using System.Runtime.InteropServices;

namespace Flow.Backends.Cpu;

/// <summary>
/// Copies between packed row-major spans of the caller and padded matrices, converting between precisions.
/// </summary>
/// <remarks>
/// A double that is copied to single precision is rounded to nearest; beyond its range it becomes infinite. No method
/// allocates.
/// </remarks>
public static class MatrixCopy
{
    /// <summary>target[i, j] = source[i C + j].</summary>
    /// <param name="source">N C elements, row-major without padding.</param>
    /// <param name="target">N x C.</param>
    /// <exception cref="ArgumentException">The span has another length.</exception>
    public static void Import<TSource, T>(ReadOnlySpan<TSource> source, MatrixView<T> target)
        where TSource : unmanaged, IBinaryFloatingPointIeee754<TSource>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        RequireLength(source.Length, target.Rows, target.Columns);
        for (int i = 0; i < target.Rows; i++)
        {
            Convert(source.Slice(i * target.Columns, target.Columns), target.Row(i));
        }
    }

    /// <summary>target[i, j] = source[j N + i]: the transpose of a C x N matrix.</summary>
    /// <param name="source">C N elements, row-major without padding.</param>
    /// <param name="target">N x C.</param>
    /// <exception cref="ArgumentException">The span has another length.</exception>
    public static void ImportTransposed<TSource, T>(ReadOnlySpan<TSource> source, MatrixView<T> target)
        where TSource : unmanaged, IBinaryFloatingPointIeee754<TSource>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        RequireLength(source.Length, target.Rows, target.Columns);
        for (int j = 0; j < target.Columns; j++)
        {
            ReadOnlySpan<TSource> column = source.Slice(j * target.Rows, target.Rows);
            for (int i = 0; i < column.Length; i++)
            {
                target[i, j] = T.CreateTruncating(column[i]);
            }
        }
    }

    /// <summary>target[i C + j] = source[i, j].</summary>
    /// <param name="source">N x C.</param>
    /// <param name="target">N C elements, row-major without padding.</param>
    /// <exception cref="ArgumentException">The span has another length.</exception>
    public static void Export<T, TTarget>(MatrixView<T> source, Span<TTarget> target)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TTarget : unmanaged, IBinaryFloatingPointIeee754<TTarget>
    {
        RequireLength(target.Length, source.Rows, source.Columns);
        for (int i = 0; i < source.Rows; i++)
        {
            Convert<T, TTarget>(source.Row(i), target.Slice(i * source.Columns, source.Columns));
        }
    }

    /// <summary>target[i, j] = source[i, j].</summary>
    /// <param name="source">N x C.</param>
    /// <param name="target">N x C.</param>
    /// <exception cref="ArgumentException">The shapes differ.</exception>
    public static void Copy<TSource, T>(MatrixView<TSource> source, MatrixView<T> target)
        where TSource : unmanaged, IBinaryFloatingPointIeee754<TSource>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (source.Rows != target.Rows || source.Columns != target.Columns)
        {
            throw new ArgumentException(
                $"Cannot copy {source.Rows} x {source.Columns} to {target.Rows} x {target.Columns}.", nameof(target));
        }

        for (int i = 0; i < source.Rows; i++)
        {
            Convert<TSource, T>(source.Row(i), target.Row(i));
        }
    }

    private static void Convert<TSource, T>(ReadOnlySpan<TSource> source, Span<T> target)
        where TSource : unmanaged, IBinaryFloatingPointIeee754<TSource>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (typeof(TSource) == typeof(T))
        {
            MemoryMarshal.Cast<TSource, T>(source).CopyTo(target);
            return;
        }

        if (typeof(TSource) == typeof(double) && typeof(T) == typeof(float))
        {
            PrecisionChange.Narrow(MemoryMarshal.Cast<TSource, double>(source), MemoryMarshal.Cast<T, float>(target));
        }
        else if (typeof(TSource) == typeof(float) && typeof(T) == typeof(double))
        {
            PrecisionChange.Widen(
                MemoryMarshal.Cast<TSource, float>(source), MemoryMarshal.Cast<T, double>(target), adds: false);
        }
        else
        {
            throw new NotSupportedException($"{typeof(TSource).Name} is not changed to {typeof(T).Name}.");
        }
    }

    private static void RequireLength(int length, int rows, int columns)
    {
        if (length != (long)rows * columns)
        {
            throw new ArgumentException($"A span of {length} elements cannot hold {rows} x {columns}.", nameof(length));
        }
    }
}
