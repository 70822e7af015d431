using System.Numerics;

namespace Flow.Backends.Cpu.Execution;

/// <summary>Copies between row-major doubles and padded matrices of the plan's precision.</summary>
internal static unsafe class Conversion
{
    /// <summary>Rounds doubles to a matrix.</summary>
    public static void ToMatrix<T>(ReadOnlySpan<double> values, MatrixView<T> view)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (var row = 0; row < view.Rows; row++)
        {
            var source = values.Slice(row * view.Columns, view.Columns);
            var target = new Span<T>(view.Pointer + ((nint)row * view.Stride), view.Columns);
            if (typeof(T) == typeof(double))
            {
                source.CopyTo(new Span<double>(view.Pointer + ((nint)row * view.Stride), view.Columns));
            }
            else
            {
                for (var i = 0; i < target.Length; i++)
                {
                    target[i] = T.CreateTruncating(source[i]);
                }
            }
        }
    }

    /// <summary>Widens the first rows of a matrix to doubles.</summary>
    public static void ToDoubles<T>(MatrixView<T> view, Span<double> values)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (var row = 0; row < view.Rows; row++)
        {
            var source = view.Pointer + ((nint)row * view.Stride);
            var target = values.Slice(row * view.Columns, view.Columns);
            if (typeof(T) == typeof(double))
            {
                new ReadOnlySpan<double>(source, view.Columns).CopyTo(target);
            }
            else
            {
                for (var i = 0; i < target.Length; i++)
                {
                    target[i] = double.CreateTruncating(source[i]);
                }
            }
        }
    }

    /// <summary>Adds a matrix to doubles.</summary>
    public static void AddTo<T>(MatrixView<T> view, Span<double> values)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (var row = 0; row < view.Rows; row++)
        {
            var source = view.Pointer + ((nint)row * view.Stride);
            var target = values.Slice(row * view.Columns, view.Columns);
            for (var i = 0; i < target.Length; i++)
            {
                target[i] += double.CreateTruncating(source[i]);
            }
        }
    }
}
