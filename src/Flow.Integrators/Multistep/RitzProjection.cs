namespace Flow.Integrators.Multistep;

/// <summary>Rayleigh-Ritz on a pool of pairs (u_i, J u_i), newest first, worked out on its small matrices:
/// Gram-Schmidt, M = sym(V'JV), eigenvalues.</summary>
/// <remarks>A vector whose remainder is below 0.6 is dropped: dividing by a small remainder would amplify what is stale
/// in its product. Where the leading pair fails its residual test, the older half of the pool is left out and the
/// projection repeated.</remarks>
internal sealed class RitzProjection(int capacity)
{
    private const double SmallestRemainder = 0.6;
    private const double LargestRelativeResidual = 0.5;

    private readonly double[] _basis = new double[capacity * capacity];
    private readonly double[] _ritz = new double[capacity * capacity];
    private readonly double[] _rates = new double[capacity];
    private readonly double[] _residuals = new double[capacity];
    private readonly SymmetricEigen _eigen = new(capacity);

    /// <summary>The number of Ritz pairs.</summary>
    public int Count { get; private set; }

    /// <summary>The weight of pool vector i in Ritz vector a.</summary>
    public double Coefficient(int a, int i) => _ritz[(a * capacity) + i];

    /// <summary>theta_a, minus the Ritz value of J; largest first.</summary>
    public double Rate(int a) => _rates[a];

    /// <summary>Whether theta_a is above a rate and ||J y + theta y|| below theta / 2.</summary>
    public bool IsStiff(int a, double smallestRate) =>
        _rates[a] > smallestRate && _residuals[a] < LargestRelativeResidual * _rates[a];

    public void Project(PoolMatrices pool, int count, int keep, double smallestRate)
    {
        for (var used = count; ; used = (used + 1) / 2)
        {
            ProjectNewest(pool, used, count, keep);
            if (used == 1 || !(_rates[0] > smallestRate) || IsStiff(0, smallestRate))
            {
                return;
            }
        }
    }

    private void ProjectNewest(PoolMatrices pool, int used, int count, int keep)
    {
        var size = Orthonormalize(pool, used);
        for (var a = 0; a < size; a++)
        {
            for (var b = 0; b <= a; b++)
            {
                var row = _basis.AsSpan(a * capacity, used);
                var column = _basis.AsSpan(b * capacity, used);
                var value = 0.0;
                for (var i = 0; i < used; i++)
                {
                    for (var j = 0; j < used; j++)
                    {
                        value += 0.5 * row[i] * (pool.Mixed(i, j) + pool.Mixed(j, i)) * column[j];
                    }
                }

                _eigen.Set(a, b, value);
                _eigen.Set(b, a, value);
            }
        }

        _eigen.Decompose(size);
        Count = Math.Min(size, keep);
        for (var a = 0; a < Count; a++)
        {
            var vector = _ritz.AsSpan(a * capacity, capacity);
            vector[..count].Clear();
            for (var b = 0; b < size; b++)
            {
                for (var i = 0; i < used; i++)
                {
                    vector[i] += _eigen.Component(a, b) * _basis[(b * capacity) + i];
                }
            }

            _rates[a] = -_eigen.Value(a);
            _residuals[a] = Residual(pool, vector, used, _rates[a]);
        }
    }

    // Twice is enough; in the inner product of the pool.
    private int Orthonormalize(PoolMatrices pool, int used)
    {
        var size = 0;
        for (var candidate = 0; candidate < used; candidate++)
        {
            var vector = _basis.AsSpan(size * capacity, used);
            vector.Clear();
            vector[candidate] = 1;
            for (var pass = 0; pass < 2; pass++)
            {
                for (var k = 0; k < size; k++)
                {
                    var earlier = _basis.AsSpan(k * capacity, used);
                    var overlap = Product(pool, earlier, vector);
                    for (var i = 0; i < used; i++)
                    {
                        vector[i] -= overlap * earlier[i];
                    }
                }
            }

            var length = Math.Sqrt(Math.Max(0, Product(pool, vector, vector)));
            if (length >= SmallestRemainder)
            {
                foreach (ref var entry in vector)
                {
                    entry /= length;
                }

                size++;
            }
        }

        return size;
    }

    private static double Product(PoolMatrices pool, ReadOnlySpan<double> left, ReadOnlySpan<double> right)
    {
        var sum = 0.0;
        for (var i = 0; i < left.Length; i++)
        {
            for (var j = 0; j < right.Length; j++)
            {
                sum += left[i] * pool.Gram(i, j) * right[j];
            }
        }

        return sum;
    }

    // ||J y + theta y||^2 = ||J y||^2 - theta^2, because <y, J y> = -theta.
    private static double Residual(PoolMatrices pool, ReadOnlySpan<double> vector, int used, double rate)
    {
        var sum = 0.0;
        for (var i = 0; i < used; i++)
        {
            for (var j = 0; j < used; j++)
            {
                sum += vector[i] * pool.Images(i, j) * vector[j];
            }
        }

        return Math.Sqrt(Math.Max(0, sum - (rate * rate)));
    }
}
