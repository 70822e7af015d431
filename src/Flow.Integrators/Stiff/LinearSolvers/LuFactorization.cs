using System.Numerics;

namespace Flow.Integrators.Stiff.LinearSolvers;

/// <summary>P A = L U with partial pivoting, real or complex, in storage of its own.</summary>
/// <remarks>An own kernel because it is the inner loop of the small stiff problems and must not allocate, which the LU
/// of the linear algebra package does at every factorization.</remarks>
/// <typeparam name="T">Double or complex.</typeparam>
internal sealed class LuFactorization<T>(int size)
    where T : struct, INumberBase<T>
{
    private readonly T[] _entries = new T[size * size];
    private readonly int[] _pivots = new int[size];

    /// <summary>The matrix, row by row; after <see cref="Factor"/> its factors.</summary>
    public Span<T> Entries => _entries;

    /// <summary>Factors the matrix in place.</summary>
    /// <returns>False where it is singular or not finite.</returns>
    public bool Factor()
    {
        for (var k = 0; k < size; k++)
        {
            var pivot = FindPivot(k);
            if (pivot < 0)
            {
                return false;
            }

            _pivots[k] = pivot;
            if (pivot != k)
            {
                SwapRows(k, pivot);
            }

            Eliminate(k);
        }

        return true;
    }

    /// <summary>Solves A x = b in place.</summary>
    public void Solve(Span<T> x)
    {
        for (var k = 0; k < size; k++)
        {
            (x[k], x[_pivots[k]]) = (x[_pivots[k]], x[k]);
        }

        for (var i = 1; i < size; i++)
        {
            x[i] -= Dot(_entries.AsSpan(i * size, i), x[..i]);
        }

        for (var i = size - 1; i >= 0; i--)
        {
            var row = _entries.AsSpan(i * size, size);
            x[i] = (x[i] - Dot(row[(i + 1)..], x[(i + 1)..])) / row[i];
        }
    }

    private int FindPivot(int k)
    {
        var (pivot, largest) = (-1, 0.0);
        for (var i = k; i < size; i++)
        {
            var magnitude = double.CreateTruncating(T.Abs(_entries[(i * size) + k]));
            if (!double.IsFinite(magnitude))
            {
                return -1;
            }

            if (magnitude > largest)
            {
                (pivot, largest) = (i, magnitude);
            }
        }

        return pivot;
    }

    // Whole rows, so that L needs no permutation of its own in Solve.
    private void SwapRows(int first, int second)
    {
        var a = _entries.AsSpan(first * size, size);
        var b = _entries.AsSpan(second * size, size);
        for (var j = 0; j < size; j++)
        {
            (a[j], b[j]) = (b[j], a[j]);
        }
    }

    private void Eliminate(int k)
    {
        ReadOnlySpan<T> source = _entries.AsSpan((k * size) + k + 1, size - k - 1);
        var pivot = _entries[(k * size) + k];
        for (var i = k + 1; i < size; i++)
        {
            var factor = _entries[(i * size) + k] / pivot;
            _entries[(i * size) + k] = factor;
            if (T.IsZero(factor))
            {
                continue;
            }

            var row = _entries.AsSpan((i * size) + k + 1, source.Length);
            for (var j = 0; j < row.Length; j++)
            {
                row[j] -= factor * source[j];
            }
        }
    }

    private static T Dot(ReadOnlySpan<T> left, ReadOnlySpan<T> right)
    {
        var sum = T.Zero;
        for (var j = 0; j < left.Length; j++)
        {
            sum += left[j] * right[j];
        }

        return sum;
    }
}
