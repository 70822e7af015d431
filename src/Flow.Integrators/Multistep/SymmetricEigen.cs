namespace Flow.Integrators.Multistep;

/// <summary>Eigenvalues and eigenvectors of small symmetric matrices by cyclic Jacobi rotations (G. H. Golub, C. F. Van
/// Loan, Matrix Computations, 2013, 8.5); allocates nothing after construction.</summary>
internal sealed class SymmetricEigen(int capacity)
{
    private const int MostSweeps = 60;

    private readonly double[] _matrix = new double[capacity * capacity];
    private readonly double[] _vectors = new double[capacity * capacity];
    private readonly int[] _order = new int[capacity];
    private int _size;

    /// <summary>The i-th smallest eigenvalue.</summary>
    public double Value(int i) => _matrix[(_order[i] * capacity) + _order[i]];

    /// <summary>Entry b of the unit eigenvector of the i-th smallest eigenvalue.</summary>
    public double Component(int i, int b) => _vectors[(b * capacity) + _order[i]];

    /// <summary>Sets an entry of the matrix; both triangles have to be set.</summary>
    public void Set(int row, int column, double value) => _matrix[(row * capacity) + column] = value;

    /// <summary>Decomposes the leading block of the given size; the matrix is overwritten.</summary>
    public void Decompose(int size)
    {
        _size = size;
        for (var i = 0; i < size; i++)
        {
            _order[i] = i;
            for (var j = 0; j < size; j++)
            {
                _vectors[(i * capacity) + j] = i == j ? 1 : 0;
            }
        }

        for (var sweep = 0; sweep < MostSweeps && Sweep(); sweep++)
        {
        }

        // Insertion sort, ascending.
        for (var i = 1; i < size; i++)
        {
            for (var j = i; j > 0 && Value(j) < Value(j - 1); j--)
            {
                (_order[j], _order[j - 1]) = (_order[j - 1], _order[j]);
            }
        }
    }

    private bool Sweep()
    {
        var rotated = false;
        for (var p = 0; p < _size - 1; p++)
        {
            for (var q = p + 1; q < _size; q++)
            {
                rotated |= Rotate(p, q);
            }
        }

        return rotated;
    }

    private bool Rotate(int p, int q)
    {
        var off = _matrix[(p * capacity) + q];
        var (first, second) = (_matrix[(p * capacity) + p], _matrix[(q * capacity) + q]);
        if (!(Math.Abs(off) > 1e-17 * (Math.Abs(first) + Math.Abs(second))))
        {
            return false;
        }

        var tau = (second - first) / (2 * off);
        var tangent = (tau >= 0 ? 1 : -1) / (Math.Abs(tau) + Math.Sqrt(1 + (tau * tau)));
        var cosine = 1 / Math.Sqrt(1 + (tangent * tangent));
        var sine = tangent * cosine;
        for (var i = 0; i < _size; i++)
        {
            Turn(_matrix, (i * capacity) + p, (i * capacity) + q, cosine, sine);
            Turn(_vectors, (i * capacity) + p, (i * capacity) + q, cosine, sine);
        }

        for (var i = 0; i < _size; i++)
        {
            Turn(_matrix, (p * capacity) + i, (q * capacity) + i, cosine, sine);
        }

        return true;
    }

    private static void Turn(double[] values, int a, int b, double cosine, double sine) =>
        (values[a], values[b]) = ((cosine * values[a]) - (sine * values[b]), (sine * values[a]) + (cosine * values[b]));
}
