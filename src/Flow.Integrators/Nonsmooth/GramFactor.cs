namespace Flow.Integrators.Nonsmooth;

/// <summary>A symmetric positive semidefinite matrix K that grows and shrinks by a row, with its Cholesky factor; rows
/// are factored when they are needed first.</summary>
internal sealed class GramFactor
{
    // Pairs whose kinks coincide make K singular; the ridge shares the multiplier between them.
    private const double Ridge = 1e-11;
    private const double SmallestPivot = 1e-13;
    private const double NoPivot = 1e150;

    private double[] _matrix = [];
    private double[] _factor = [];
    private int _stride;
    private int _factored;

    public int Count { get; private set; }

    public void Clear() => (Count, _factored) = (0, 0);

    /// <summary>Makes room for one more row, to be written with <see cref="Row"/>.</summary>
    public void Append()
    {
        if (Count == _stride)
        {
            Grow(Math.Max(16, 2 * _stride));
        }

        Count++;
    }

    /// <summary>Row i up to its diagonal entry, to be written; what follows is factored anew.</summary>
    public Span<double> Row(int i)
    {
        _factored = Math.Min(_factored, i);
        return _matrix.AsSpan(i * _stride, i + 1);
    }

    /// <summary>K_ij = K_ji.</summary>
    public void Set(int i, int j, double value) => Row(Math.Max(i, j))[Math.Min(i, j)] = value;

    public void RemoveAt(int index)
    {
        Count--;
        for (var i = index; i < Count; i++)
        {
            var (from, to) = ((i + 1) * _stride, i * _stride);
            _matrix.AsSpan(from, index).CopyTo(_matrix.AsSpan(to));
            _matrix.AsSpan(from + index + 1, i + 1 - index).CopyTo(_matrix.AsSpan(to + index));
        }

        _factored = Math.Min(_factored, index);
    }

    /// <summary>Solves K x = b in place.</summary>
    public void Solve(Span<double> values)
    {
        for (; _factored < Count; _factored++)
        {
            FactorRow(_factored);
        }

        for (var i = 0; i < Count; i++)
        {
            var row = _factor.AsSpan(i * _stride, i);
            values[i] = (values[i] - Dot(row, values)) / _factor[(i * _stride) + i];
        }

        for (var i = Count - 1; i >= 0; i--)
        {
            values[i] /= _factor[(i * _stride) + i];
            for (var j = 0; j < i; j++)
            {
                values[j] -= _factor[(i * _stride) + j] * values[i];
            }
        }
    }

    private void FactorRow(int i)
    {
        var row = _factor.AsSpan(i * _stride, i + 1);
        _matrix.AsSpan(i * _stride, i + 1).CopyTo(row);
        for (var j = 0; j < i; j++)
        {
            var other = _factor.AsSpan(j * _stride, j + 1);
            row[j] = (row[j] - Dot(other[..j], row)) / other[j];
        }

        var diagonal = row[i];
        var pivot = (diagonal * (1 + Ridge)) - Dot(row[..i], row);
        row[i] = pivot > SmallestPivot * diagonal ? Math.Sqrt(pivot) : NoPivot;
    }

    private static double Dot(ReadOnlySpan<double> left, ReadOnlySpan<double> right)
    {
        var sum = 0.0;
        for (var i = 0; i < left.Length; i++)
        {
            sum += left[i] * right[i];
        }

        return sum;
    }

    private void Grow(int stride)
    {
        var matrix = new double[stride * stride];
        for (var i = 0; i < Count; i++)
        {
            _matrix.AsSpan(i * _stride, i + 1).CopyTo(matrix.AsSpan(i * stride));
        }

        (_matrix, _factor, _stride, _factored) = (matrix, new double[stride * stride], stride, 0);
    }
}
