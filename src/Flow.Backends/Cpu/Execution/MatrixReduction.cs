using System.Numerics;

namespace Flow.Backends.Cpu.Execution;

/// <summary>Adds one matrix of each chunk to a float64 tensor, with an inner product on the way; each matrix is read
/// once and the tensor is written once.</summary>
internal sealed unsafe class MatrixReduction<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly nint[] _rows = new nint[CpuLayout.MostChunks];

    /// <summary>target = sum of the matrices, or target += each of them, in the order of the chunks.</summary>
    /// <param name="chunks">The chunks, at least one.</param>
    /// <param name="accumulator">Which of their matrices.</param>
    /// <param name="target">The sum, row-major without padding.</param>
    /// <param name="factor">The other factor A of the inner product; empty where none is wanted.</param>
    /// <param name="adds">Whether to add to what the target holds.</param>
    /// <returns>sum_i A_i target_i, in a fixed order.</returns>
    public double Of(
        ReadOnlySpan<ChunkSums<T>?> chunks,
        int accumulator,
        Span<double> target,
        ReadOnlySpan<double> factor,
        bool adds)
    {
        var view = chunks[0]!.Matrix(accumulator);
        var (rows, columns) = view.Stride == view.Columns ? (1, target.Length) : (view.Rows, view.Columns);
        var product = 0.0;
        for (var row = 0; row < rows; row++)
        {
            for (var c = 0; c < chunks.Length; c++)
            {
                _rows[c] = (nint)(chunks[c]!.Matrix(accumulator).Pointer + ((nint)row * view.Stride));
            }

            var place = row * columns;
            var factors = factor.IsEmpty ? factor : factor.Slice(place, columns);
            fixed (nint* sources = _rows)
            fixed (double* sums = target.Slice(place, columns), weights = factors)
            {
                product += Add((T**)sources, chunks.Length, new(sums, weights, adds), columns);
            }
        }

        return product;
    }

    /// <summary>target = one matrix.</summary>
    /// <param name="view">The matrix.</param>
    /// <param name="target">Its entries, row-major without padding.</param>
    /// <param name="factor">The other factor A of the inner product; empty where none is wanted.</param>
    /// <returns>sum_i A_i target_i, in a fixed order.</returns>
    public static double Of(MatrixView<T> view, Span<double> target, ReadOnlySpan<double> factor)
    {
        var (rows, columns) = view.Stride == view.Columns ? (1, target.Length) : (view.Rows, view.Columns);
        var product = 0.0;
        for (var row = 0; row < rows; row++)
        {
            var source = view.Pointer + ((nint)row * view.Stride);
            var factors = factor.IsEmpty ? factor : factor.Slice(row * columns, columns);
            fixed (double* sums = target.Slice(row * columns, columns), weights = factors)
            {
                product += Add(&source, 1, new(sums, weights, false), columns);
            }
        }

        return product;
    }

    private static double Add(T** sources, int count, Destination target, int length)
    {
        var (first, second) = (Vector<double>.Zero, Vector<double>.Zero);
        var i = 0;
        for (; i <= length - (2 * Vector<double>.Count); i += 2 * Vector<double>.Count)
        {
            var (x, y) = (target.Start(i), target.Start(i + Vector<double>.Count));
            for (var c = 0; c < count; c++)
            {
                Load(sources[c] + i, out var low, out var high);
                x += low;
                y += high;
            }

            target.Put(x, i, ref first);
            target.Put(y, i + Vector<double>.Count, ref second);
        }

        var product = Vector.Sum(first + second);
        for (; i < length; i++)
        {
            var sum = target.StartAt(i);
            for (var c = 0; c < count; c++)
            {
                sum += double.CreateTruncating(sources[c][i]);
            }

            product += target.PutAt(sum, i);
        }

        return product;
    }

    // Two vectors of doubles: as they are, or one vector of singles.
    private static void Load(T* source, out Vector<double> low, out Vector<double> high)
    {
        if (typeof(T) == typeof(double))
        {
            (low, high) = (Vector.Load((double*)source), Vector.Load((double*)source + Vector<double>.Count));
        }
        else
        {
            Vector.Widen(Vector.Load((float*)source), out low, out high);
        }
    }

    // Where the sums go, and the other factor of the inner product; null where there is none.
    private readonly struct Destination(double* sums, double* factor, bool adds)
    {
        public Vector<double> Start(int place) => adds ? Vector.Load(sums + place) : Vector<double>.Zero;

        public double StartAt(int place) => adds ? sums[place] : 0;

        public void Put(Vector<double> sum, int place, ref Vector<double> product)
        {
            sum.Store(sums + place);
            if (factor != null)
            {
                product += sum * Vector.Load(factor + place);
            }
        }

        public double PutAt(double sum, int place)
        {
            sums[place] = sum;
            return factor == null ? 0 : sum * factor[place];
        }
    }
}
