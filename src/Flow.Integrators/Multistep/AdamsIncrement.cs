using Flow.Integrators.Spaces;

namespace Flow.Integrators.Multistep;

/// <summary>The increments C_m of y over a time H that exponential Adams formulas with m nodes give, for all m at once:
/// with A = -Q Lambda Q' and N_j = F_j - A (y_j - y_n) interpolated at the nodes x_0 .. x_(m-1),
/// C_m = int_0^H e^(A (H - s)) N(s) ds.</summary>
/// <remarks>Worked out in Newton's form: C_(m+1) - C_m = g_m N[x_0 .. x_m] with
/// g_m(lambda) = int_0^H e^(-lambda (H - s)) prod_(l &lt; m) (s - x_l) ds, lambda = 0 outside the span of Q. Q empty
/// gives the classical Adams formulas; any orthonormal Q and any Lambda keep the order, so they may change at every
/// step.</remarks>
internal sealed class AdamsIncrement
{
    // Beyond this many decay times the kernel contributes less than 1e-15.
    private const double KernelLength = 36;

    private readonly IVectorSpace _space;
    private readonly int _capacity;
    private readonly double[] _nodes;
    private readonly double[] _inverseProducts;
    private readonly double[] _slopes;
    private readonly double[] _positions;
    private readonly double[] _kernel;
    private readonly double[] _fieldWeights;
    private readonly double[] _directionWeights;
    private readonly double[] _weights;
    private readonly Vector[] _terms;
    private readonly Vector[] _states;
    private readonly Vector[] _left;
    private readonly Vector[] _right;
    private readonly double[] _products;
    private int _directions;

    public AdamsIncrement(IVectorSpace space, int nodes, int directions)
    {
        (_space, _capacity) = (space, nodes);
        _nodes = new double[nodes];
        _inverseProducts = new double[nodes * nodes];
        (_slopes, _positions) = (new double[directions * nodes], new double[directions * nodes]);
        _kernel = new double[nodes];
        _fieldWeights = new double[(nodes + 1) * nodes];
        _directionWeights = new double[(nodes + 1) * directions];
        _weights = new double[nodes + directions];
        (_terms, _states) = (new Vector[nodes + directions], new Vector[nodes]);
        (_left, _right) = (new Vector[2 * nodes], new Vector[2 * nodes]);
        _products = new double[2 * nodes];
    }

    /// <summary>Number of nodes.</summary>
    public int Count { get; private set; }

    /// <summary>Forgets the nodes.</summary>
    public void Clear() => Count = 0;

    /// <summary>Adds a node at t_n + x with the state and the derivative there.</summary>
    public void Add(double x, Vector state, Vector derivative)
    {
        (_nodes[Count], _states[Count], _terms[Count]) = (x, state, derivative);
        Count++;
    }

    /// <summary>Works the weights out.</summary>
    /// <param name="length">H.</param>
    /// <param name="origin">y_n.</param>
    /// <param name="directions">The columns of Q.</param>
    /// <param name="rates">The diagonal of Lambda.</param>
    public void Prepare(double length, Vector origin, ReadOnlySpan<Vector> directions, ReadOnlySpan<double> rates)
    {
        _directions = directions.Length;
        DivideDifferences();
        for (var a = 0; a < _directions; a++)
        {
            _terms[Count + a] = directions[a];
            ProjectHistory(a, directions[a], origin);
        }

        Reweigh(length, rates);
    }

    /// <summary>Works the weights out for another H, with nodes, Q and Lambda of the last call of Prepare.</summary>
    public void Reweigh(double length, ReadOnlySpan<double> rates)
    {
        Integrate(length, 0);
        _fieldWeights.AsSpan(0, _capacity).Clear();
        _directionWeights.AsSpan(0, _directions).Clear();
        for (var m = 0; m < Count; m++)
        {
            var from = _fieldWeights.AsSpan(m * _capacity);
            var to = _fieldWeights.AsSpan((m + 1) * _capacity);
            for (var j = 0; j < Count; j++)
            {
                to[j] = from[j] + (j <= m ? _kernel[m] * _inverseProducts[(m * _capacity) + j] : 0);
            }

            for (var a = 0; a < _directions; a++)
            {
                // Q takes out of the plain part what the exponential part puts in its place.
                _directionWeights[((m + 1) * _directions) + a] = _directionWeights[(m * _directions) + a]
                    - (_kernel[m] * Difference(m, a, 0));
            }
        }

        for (var a = 0; a < _directions; a++)
        {
            Integrate(length, rates[a]);
            var sum = 0.0;
            for (var m = 0; m < Count; m++)
            {
                sum += _kernel[m] * Difference(m, a, rates[a]);
                _directionWeights[((m + 1) * _directions) + a] += sum;
            }
        }
    }

    /// <summary>destination = origin + C_m.</summary>
    public void Apply(int m, Vector origin, Vector destination)
    {
        for (var j = 0; j < Count; j++)
        {
            _weights[j] = _fieldWeights[(m * _capacity) + j];
        }

        for (var a = 0; a < _directions; a++)
        {
            _weights[Count + a] = _directionWeights[(m * _directions) + a];
        }

        _space.LinearCombination(destination, 1, origin, 1, Weights, Terms);
    }

    /// <summary>The weights of C_m - C_(m-1) in front of <see cref="Terms"/>.</summary>
    public ReadOnlySpan<double> DifferenceWeights(int m)
    {
        for (var j = 0; j < Count; j++)
        {
            _weights[j] = _fieldWeights[(m * _capacity) + j] - _fieldWeights[((m - 1) * _capacity) + j];
        }

        for (var a = 0; a < _directions; a++)
        {
            _weights[Count + a] =
                _directionWeights[(m * _directions) + a] - _directionWeights[((m - 1) * _directions) + a];
        }

        return Weights;
    }

    /// <summary>The weight of F at the first node in C_m, outside the span of Q.</summary>
    public double FirstWeight(int m) => _fieldWeights[m * _capacity];

    /// <summary>The derivatives at the nodes and the columns of Q.</summary>
    public ReadOnlySpan<Vector> Terms => _terms.AsSpan(0, Count + _directions);

    private ReadOnlySpan<double> Weights => _weights.AsSpan(0, Count + _directions);

    // f[x_0 .. x_m] = sum_j f_j / prod_(l <= m, l != j) (x_j - x_l).
    private void DivideDifferences()
    {
        _inverseProducts[0] = 1;
        for (var m = 1; m < Count; m++)
        {
            var own = 1.0;
            for (var j = 0; j < m; j++)
            {
                var gap = _nodes[j] - _nodes[m];
                _inverseProducts[(m * _capacity) + j] = _inverseProducts[((m - 1) * _capacity) + j] / gap;
                own /= -gap;
            }

            _inverseProducts[(m * _capacity) + m] = own;
        }
    }

    // Q'F_j and Q'(y_j - y_n).
    private void ProjectHistory(int a, Vector direction, Vector origin)
    {
        var pairs = Count + 1;
        for (var j = 0; j < Count; j++)
        {
            (_left[j], _right[j]) = (direction, _terms[j]);
        }

        _space.InnerProducts(_left.AsSpan(0, Count), _right.AsSpan(0, Count), _products);
        _products.AsSpan(0, Count).CopyTo(_slopes.AsSpan(a * _capacity));
        for (var j = 0; j < Count; j++)
        {
            (_left[j], _right[j]) = (direction, _states[j]);
        }

        (_left[Count], _right[Count]) = (direction, origin);
        _space.InnerProducts(_left.AsSpan(0, pairs), _right.AsSpan(0, pairs), _products);
        for (var j = 0; j < Count; j++)
        {
            _positions[(a * _capacity) + j] = _products[j] - _products[Count];
        }
    }

    // The divided difference of Q_a'(F + rate (y - y_n)) over x_0 .. x_m.
    private double Difference(int m, int a, double rate)
    {
        var sum = 0.0;
        for (var j = 0; j <= m; j++)
        {
            var value = _slopes[(a * _capacity) + j] + (rate * _positions[(a * _capacity) + j]);
            sum += _inverseProducts[(m * _capacity) + j] * value;
        }

        return sum;
    }

    // g_m(rate) for all m.
    private void Integrate(double length, double rate)
    {
        _kernel.AsSpan(0, Count).Clear();
        var part = rate * length > KernelLength ? KernelLength / rate : length;
        for (var i = 0; i < GaussLegendre.Count; i++)
        {
            var s = length - (part * (1 - GaussLegendre.Nodes[i]));
            var product = GaussLegendre.Weights[i] * part * Math.Exp(-rate * (length - s));
            for (var m = 0; m < Count; m++)
            {
                _kernel[m] += product;
                product *= s - _nodes[m];
            }
        }
    }
}
