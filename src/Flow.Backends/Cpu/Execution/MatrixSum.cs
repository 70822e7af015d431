using System.Numerics;

namespace Flow.Backends.Cpu.Execution;

/// <summary>Adds matrices of the plan's precision to float64 sums.</summary>
internal static unsafe class MatrixSum
{
    /// <summary>values[i C + j] += view[i, j].</summary>
    public static void AddTo<T>(MatrixView<T> view, Span<double> values)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (var row = 0; row < view.Rows; row++)
        {
            var source = view.Pointer + ((nint)row * view.Stride);
            var target = values.Slice(row * view.Columns, view.Columns);
            if (typeof(T) == typeof(double))
            {
                Add((double*)source, target);
            }
            else
            {
                PrecisionChange.Widen(new ReadOnlySpan<float>(source, target.Length), target, adds: true);
            }
        }
    }

    private static void Add(double* source, Span<double> target)
    {
        var i = 0;
        for (; i <= target.Length - Vector<double>.Count; i += Vector<double>.Count)
        {
            var part = target[i..];
            (Vector.Load(source + i) + new Vector<double>(part)).CopyTo(part);
        }

        for (; i < target.Length; i++)
        {
            target[i] += source[i];
        }
    }
}
