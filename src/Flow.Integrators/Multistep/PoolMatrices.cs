namespace Flow.Integrators.Multistep;

/// <summary>The inner products of a pool of pairs (u_i, J u_i): G = U'U, S = U'JU and T = (JU)'JU.</summary>
internal sealed class PoolMatrices(int capacity)
{
    private readonly double[] _gram = new double[capacity * capacity];
    private readonly double[] _mixed = new double[capacity * capacity];
    private readonly double[] _images = new double[capacity * capacity];
    private readonly double[] _scratch = new double[capacity * capacity];
    private readonly double[] _half = new double[capacity * capacity];

    public double Gram(int i, int j) => _gram[(i * capacity) + j];

    public double Mixed(int i, int j) => _mixed[(i * capacity) + j];

    public double Images(int i, int j) => _images[(i * capacity) + j];

    /// <summary>Moves everything down and right by one; the pool has the given size afterwards.</summary>
    public void MakeRoom(int count)
    {
        foreach (var matrix in (ReadOnlySpan<double[]>)[_gram, _mixed, _images])
        {
            for (var i = count - 1; i > 0; i--)
            {
                for (var j = count - 1; j > 0; j--)
                {
                    matrix[(i * capacity) + j] = matrix[((i - 1) * capacity) + j - 1];
                }
            }
        }
    }

    /// <summary>Sets the products of pair 0 with pair i: u_0 u_i, u_0 Ju_i, Ju_0 u_i, Ju_0 Ju_i.</summary>
    public void SetFirst(int i, double gram, double mixedRow, double mixedColumn, double images)
    {
        (_gram[i], _gram[i * capacity]) = (gram, gram);
        _mixed[i * capacity] = mixedColumn;
        _mixed[i] = mixedRow;
        (_images[i], _images[i * capacity]) = (images, images);
    }

    /// <summary>Takes the Ritz vectors as the new pool: Y'GY, Y'SY, Y'TY.</summary>
    public void Transform(RitzProjection ritz, int count)
    {
        Transform(_gram, ritz, count);
        Transform(_mixed, ritz, count);
        Transform(_images, ritz, count);
    }

    public void Save(Span<double> memory, int count)
    {
        var (part, size) = (0, capacity * capacity);
        foreach (var matrix in (ReadOnlySpan<double[]>)[_gram, _mixed, _images])
        {
            for (var i = 0; i < count; i++)
            {
                matrix.AsSpan(i * capacity, count).CopyTo(memory[((part * size) + (i * capacity))..]);
            }

            part++;
        }
    }

    public void Load(ReadOnlySpan<double> memory)
    {
        var size = capacity * capacity;
        memory[..size].CopyTo(_gram);
        memory.Slice(size, size).CopyTo(_mixed);
        memory.Slice(2 * size, size).CopyTo(_images);
    }

    private void Transform(double[] matrix, RitzProjection ritz, int count)
    {
        for (var a = 0; a < ritz.Count; a++)
        {
            for (var j = 0; j < count; j++)
            {
                var sum = 0.0;
                for (var i = 0; i < count; i++)
                {
                    sum += ritz.Coefficient(a, i) * matrix[(i * capacity) + j];
                }

                _half[(a * capacity) + j] = sum;
            }
        }

        for (var a = 0; a < ritz.Count; a++)
        {
            for (var b = 0; b < ritz.Count; b++)
            {
                var sum = 0.0;
                for (var j = 0; j < count; j++)
                {
                    sum += _half[(a * capacity) + j] * ritz.Coefficient(b, j);
                }

                _scratch[(a * capacity) + b] = sum;
            }
        }

        _scratch.CopyTo(matrix, 0);
    }
}
