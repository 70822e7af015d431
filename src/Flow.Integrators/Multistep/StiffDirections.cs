using Flow.Integrators.Spaces;

namespace Flow.Integrators.Multistep;

/// <summary>The stiff directions of the Jacobian J = dF/dy, found from pairs (u, J u) that a predictor-corrector method
/// gets for nothing: Q (orthonormal Ritz vectors) and Lambda (their decay rates, -J Q = Q Lambda approximately).
/// </summary>
/// <remarks>The pool of pairs, newest first, is projected (Rayleigh-Ritz) after each new pair; its lowest Ritz vectors
/// with their products become the next pool. All choices are made on the small matrices U'U, U'JU and (JU)'JU, which
/// are transformed along with the pool, so a new pair costs 4 inner products with each old one. Growing directions
/// are never taken.</remarks>
internal sealed class StiffDirections
{
    // A pair of this length beside the state says nothing: it is rounding.
    private const double NegligiblePair = 1e-13;

    // Pool vectors beyond the directions in use: room for those that come up next.
    private const int Spare = 2;

    private readonly IVectorSpace _space;
    private readonly int _capacity;
    private readonly Vector[] _vectors;
    private readonly Vector[] _images;
    private readonly Vector[] _newVectors;
    private readonly Vector[] _newImages;
    private readonly Vector[] _active;
    private readonly PoolMatrices _matrices;
    private readonly RitzProjection _ritz;
    private readonly double[] _weights;
    private readonly double[] _products;
    private readonly Vector[] _left;
    private readonly Vector[] _right;
    private readonly double[] _one = [1];
    private readonly Vector[] _single = new Vector[1];

    public StiffDirections(IVectorSpace space, AdamsSettings settings)
    {
        (_space, Limit) = (space, settings.Directions);
        _capacity = settings.MostDirections + Spare + 1;
        (_vectors, _images) = (Allocate(), Allocate());
        (_newVectors, _newImages) = (Allocate(), Allocate());
        _active = new Vector[_capacity];
        _matrices = new PoolMatrices(_capacity);
        _ritz = new RitzProjection(_capacity);
        (_weights, _products) = (new double[_capacity], new double[4 * _capacity]);
        (_left, _right) = (new Vector[_capacity], new Vector[_capacity]);
        Rates = new double[_capacity];
    }

    /// <summary>The number of directions that may be in use.</summary>
    public int Limit { get; set; }

    /// <summary>q, the number of directions in use.</summary>
    public int Count { get; private set; }

    /// <summary>The columns of Q.</summary>
    public ReadOnlySpan<Vector> Directions => _active.AsSpan(0, Count);

    /// <summary>Lambda, largest first; the first <see cref="Count"/> entries.</summary>
    public double[] Rates { get; }

    /// <summary>The leading Ritz value with a residual below half of it, NaN where there is none.</summary>
    public double LargestRate { get; private set; } = double.NaN;

    /// <summary>Number of values that <see cref="Save"/> writes.</summary>
    public int MemoryLength =>
        4 + (3 * _capacity * _capacity) + (2 * _capacity) + (2 * _capacity * _space.Layout.Length);

    private int PoolCount { get; set; }

    /// <summary>Takes a pair (u, J u) into the pool at length 1, unless u is rounding beside a state of the given size.
    /// </summary>
    /// <param name="vector">u.</param>
    /// <param name="image">J u.</param>
    /// <param name="length">||u||.</param>
    /// <param name="stateSize">||y||.</param>
    public void Add(Vector vector, Vector image, double length, double stateSize)
    {
        if (_capacity <= Spare + 1 || !(length > NegligiblePair * stateSize))
        {
            return;
        }

        // Update leaves at most capacity - 1 vectors.
        MoveLastToFront(_vectors);
        MoveLastToFront(_images);
        Scale(_vectors[0], vector, 1 / length);
        Scale(_images[0], image, 1 / length);
        PoolCount++;
        MeasureNewest();
    }

    /// <summary>Projects, keeps the lowest Ritz vectors as the pool, and takes as stiff directions those whose rate is
    /// above the given one and whose residual is below half of it.</summary>
    /// <param name="smallestRate">1/(4 h): slower directions need no help.</param>
    public void Update(double smallestRate)
    {
        if (PoolCount == 0)
        {
            return;
        }

        _ritz.Project(_matrices, PoolCount, Limit + Spare, smallestRate);
        var count = _ritz.Count;
        for (var a = 0; a < count; a++)
        {
            for (var i = 0; i < PoolCount; i++)
            {
                _weights[i] = _ritz.Coefficient(a, i);
            }

            Combine(_newVectors[a], _vectors);
            Combine(_newImages[a], _images);
        }

        _matrices.Transform(_ritz, PoolCount);
        for (var a = 0; a < count; a++)
        {
            (_vectors[a], _newVectors[a]) = (_newVectors[a], _vectors[a]);
            (_images[a], _newImages[a]) = (_newImages[a], _images[a]);
        }

        PoolCount = count;
        Count = 0;
        for (var a = 0; a < count && Count < Limit; a++)
        {
            if (_ritz.IsStiff(a, smallestRate))
            {
                (_active[Count], Rates[Count]) = (_vectors[a], _ritz.Rate(a));
                Count++;
            }
        }

        LargestRate = _ritz.IsStiff(0, 0) ? _ritz.Rate(0) : double.NaN;
    }

    public void Save(Span<double> memory)
    {
        memory.Clear();
        (memory[0], memory[1], memory[2], memory[3]) = (Limit, PoolCount, Count, LargestRate);
        var rest = memory[4..];
        _matrices.Save(rest, PoolCount);
        rest = rest[(3 * _capacity * _capacity)..];
        Rates.AsSpan(0, Count).CopyTo(rest);
        for (var a = 0; a < Count; a++)
        {
            rest[_capacity + a] = Array.IndexOf(_vectors, _active[a]);
        }

        rest = rest[(2 * _capacity)..];
        var length = _space.Layout.Length;
        for (var i = 0; i < PoolCount; i++)
        {
            _space.Read(_vectors[i], rest.Slice(2 * i * length, length));
            _space.Read(_images[i], rest.Slice(((2 * i) + 1) * length, length));
        }
    }

    public void Load(ReadOnlySpan<double> memory)
    {
        (Limit, PoolCount, Count, LargestRate) = ((int)memory[0], (int)memory[1], (int)memory[2], memory[3]);
        var rest = memory[4..];
        _matrices.Load(rest);
        rest = rest[(3 * _capacity * _capacity)..];
        rest[.._capacity].CopyTo(Rates);
        for (var a = 0; a < Count; a++)
        {
            _active[a] = _vectors[(int)rest[_capacity + a]];
        }

        rest = rest[(2 * _capacity)..];
        var length = _space.Layout.Length;
        for (var i = 0; i < PoolCount; i++)
        {
            _space.Write(rest.Slice(2 * i * length, length), _vectors[i]);
            _space.Write(rest.Slice(((2 * i) + 1) * length, length), _images[i]);
        }
    }

    private Vector[] Allocate() => [.. Enumerable.Range(0, _capacity).Select(_ => _space.Allocate())];

    private static void MoveLastToFront(Vector[] vectors)
    {
        var last = vectors[^1];
        Array.Copy(vectors, 0, vectors, 1, vectors.Length - 1);
        vectors[0] = last;
    }

    private void Scale(Vector destination, Vector source, double factor)
    {
        _single[0] = source;
        _space.LinearCombination(destination, 0, source, factor, _one, _single);
    }

    private void Combine(Vector destination, Vector[] vectors) => _space.LinearCombination(
        destination, 0, vectors[0], 1, _weights.AsSpan(0, PoolCount), vectors.AsSpan(0, PoolCount));

    // The rows and columns of the newest pair in the three small matrices.
    private void MeasureNewest()
    {
        _matrices.MakeRoom(PoolCount);
        var (vector, image) = (_vectors[0], _images[0]);
        Products(vector, _vectors, 0);
        Products(vector, _images, 1);
        Products(image, _vectors, 2);
        Products(image, _images, 3);
        for (var i = 0; i < PoolCount; i++)
        {
            _matrices.SetFirst(
                i, _products[i], _products[_capacity + i], _products[(2 * _capacity) + i],
                _products[(3 * _capacity) + i]);
        }
    }

    private void Products(Vector one, Vector[] others, int row)
    {
        for (var i = 0; i < PoolCount; i++)
        {
            (_left[i], _right[i]) = (one, others[i]);
        }

        _space.InnerProducts(
            _left.AsSpan(0, PoolCount), _right.AsSpan(0, PoolCount), _products.AsSpan(row * _capacity, PoolCount));
    }
}
