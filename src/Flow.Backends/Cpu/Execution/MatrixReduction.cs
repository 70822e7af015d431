using System.Numerics;

namespace Flow.Backends.Cpu.Execution;

/// <summary>Adds one matrix of each chunk to a float64 tensor, with an inner product on the way; each matrix is read
/// once and the tensor is written once.</summary>
internal sealed unsafe class MatrixReduction<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly nint[] _rows = new nint[CpuLayout.MostChunks];

    /// <summary>target = sum of the matrices, in the order of the chunks.</summary>
    /// <param name="chunks">The chunks, at least one.</param>
    /// <param name="accumulator">Which of their matrices.</param>
    /// <param name="target">The sum, row-major without padding.</param>
    /// <param name="factor">The other factor A of the inner product; empty where none is wanted.</param>
    /// <returns>sum_i A_i target_i, in a fixed order.</returns>
    public double Of(
        ReadOnlySpan<ChunkSums<T>?> chunks, int accumulator, Span<double> target, ReadOnlySpan<double> factor)
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
                product += typeof(T) == typeof(double)
                    ? AddDoubles((double**)sources, chunks.Length, sums, weights, columns)
                    : AddSingles((float**)sources, chunks.Length, sums, weights, columns);
            }
        }

        return product;
    }

    private static double AddDoubles(double** sources, int count, double* target, double* factor, int length)
    {
        var (first, second) = (Vector<double>.Zero, Vector<double>.Zero);
        var i = 0;
        for (; i <= length - (2 * Vector<double>.Count); i += 2 * Vector<double>.Count)
        {
            var (x, y) = (Vector.Load(sources[0] + i), Vector.Load(sources[0] + i + Vector<double>.Count));
            for (var c = 1; c < count; c++)
            {
                x += Vector.Load(sources[c] + i);
                y += Vector.Load(sources[c] + i + Vector<double>.Count);
            }

            Put(x, target + i, factor, i, ref first);
            Put(y, target + i + Vector<double>.Count, factor, i + Vector<double>.Count, ref second);
        }

        var product = Vector.Sum(first + second);
        for (; i < length; i++)
        {
            var sum = sources[0][i];
            for (var c = 1; c < count; c++)
            {
                sum += sources[c][i];
            }

            target[i] = sum;
            product += factor == null ? 0 : sum * factor[i];
        }

        return product;
    }

    private static double AddSingles(float** sources, int count, double* target, double* factor, int length)
    {
        var (first, second) = (Vector<double>.Zero, Vector<double>.Zero);
        var i = 0;
        for (; i <= length - Vector<float>.Count; i += Vector<float>.Count)
        {
            Vector.Widen(Vector.Load(sources[0] + i), out var x, out var y);
            for (var c = 1; c < count; c++)
            {
                Vector.Widen(Vector.Load(sources[c] + i), out var low, out var high);
                x += low;
                y += high;
            }

            Put(x, target + i, factor, i, ref first);
            Put(y, target + i + Vector<double>.Count, factor, i + Vector<double>.Count, ref second);
        }

        var product = Vector.Sum(first + second);
        for (; i < length; i++)
        {
            double sum = sources[0][i];
            for (var c = 1; c < count; c++)
            {
                sum += sources[c][i];
            }

            target[i] = sum;
            product += factor == null ? 0 : sum * factor[i];
        }

        return product;
    }

    private static void Put(Vector<double> sum, double* target, double* factor, int place, ref Vector<double> product)
    {
        sum.Store(target);
        if (factor != null)
        {
            product += sum * Vector.Load(factor + place);
        }
    }
}
