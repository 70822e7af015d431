using Flow.Integrators.Multistep;
using Flow.Integrators.Problems;
using Flow.Integrators.Spaces;

namespace Flow.Integrators.Nonsmooth;

/// <summary>The leading eigenvectors of the field's Jacobian J on the kinks (<see cref="SlidingJacobian"/>), by the
/// power method on a block of columns: the stiff directions, Q and Lambda with -J Q = Q Lambda approximately, and the
/// largest rate |lambda| that they leave.</summary>
/// <remarks>A turn takes the Ritz vectors of the columns and goes on with their images: one evaluation for each column.
/// There is one column as long as no direction is stiff beside the steps; else one more than there are directions,
/// whose rate is that which they leave. A direction that leaves nearly as large a rate as its own belongs to no
/// outlier, and the block does not grow by it for a while.</remarks>
internal sealed class SlidingSpectrum
{
    /// <summary>The largest number of directions.</summary>
    public const int Most = 4;

    private const double Dependent = 1e-8;

    // A direction has to leave less than this part of its own rate, and to be stiff by no less than that part.
    private const double WorthwhilePart = 0.7;
    private const double StiffPart = 0.5;

    // What the directions may turn until the next look, in units of how much they have turned since the last.
    private const double TurningPart = 0.7;
    private const int TurnsAfterGrowth = 2;
    private const int TurnsWithoutGrowth = 20;
    private const int OwnMemory = 6;

    private readonly IVectorSpace _space;
    private readonly int _most;
    private readonly SlidingJacobian _jacobian;
    private readonly SymmetricEigen _eigen = new(Most + 1);
    private readonly Vector[] _images;
    private readonly Vector[] _spare;
    private readonly double[] _rates = new double[Most + 1];
    private readonly double[] _residuals = new double[Most + 1];
    private readonly double[] _weights = new double[Most + 1];
    private readonly int[] _order = new int[Most + 1];
    private readonly Vector[] _left = new Vector[1];
    private readonly Vector[] _right = new Vector[1];
    private readonly Vector[] _columns;
    private int _size;
    private int _due;
    private int _rest;
    private bool _isGrowing;

    /// <summary>Creates the columns.</summary>
    /// <param name="problem">The problem, with its kinks.</param>
    /// <param name="most">How many directions there may be, at most <see cref="Most"/>.</param>
    public SlidingSpectrum(OdeProblem problem, int most = Most)
    {
        (_space, _most, _jacobian) = (problem.Space, most, new SlidingJacobian(problem));
        (_columns, _images, _spare) = (Allocate(), Allocate(), Allocate());
    }

    /// <summary>q, the number of stiff directions.</summary>
    public int Count { get; private set; }

    /// <summary>The columns of Q.</summary>
    public ReadOnlySpan<Vector> Directions => _columns.AsSpan(0, Count);

    /// <summary>The diagonal of Lambda.</summary>
    public ReadOnlySpan<double> Rates => _rates.AsSpan(0, Count);

    /// <summary>The largest rate, 0 before the first turn.</summary>
    public double LargestRate => Math.Abs(_rates[0]);

    /// <summary>The largest rate outside of the stiff directions, 0 before the first turn.</summary>
    public double RemainingRate { get; private set; }

    /// <summary>Whether the block has just grown, so that another turn is due at once.</summary>
    public bool IsDue => _due > 0;

    public int MemoryLength => OwnMemory + ((Most + 1) * (1 + _space.Layout.Length));

    /// <summary>One turn at a node.</summary>
    /// <param name="node">The node, with its sliding pairs.</param>
    /// <param name="sliding">Their number.</param>
    /// <param name="stiffRate">From this rate on a direction is stiff.</param>
    public void Turn(KinkNode node, int sliding, double stiffRate)
    {
        if (_size == 0)
        {
            _space.Copy(node.Field, _columns[0]);
            _size = 1;
        }

        _jacobian.Bind(node, sliding);
        Orthonormalize();
        var isFinite = _size > 0;
        for (var j = 0; j < _size; j++)
        {
            _jacobian.Multiply(_columns[j], _images[j]);
            isFinite &= double.IsFinite(Norm(_images[j]));
        }

        if (!isFinite)
        {
            (_size, Count, _due, _isGrowing) = (0, 0, 0, false);
            return;
        }

        TakeRitzVectors();
        Resize(stiffRate);
        TakeStiffDirections();
    }

    public void Save(Span<double> memory)
    {
        memory.Clear();
        (memory[0], memory[1], memory[2]) = (RemainingRate, Count, _size);
        (memory[3], memory[4], memory[5]) = (_due, _rest, _isGrowing ? 1 : 0);
        _rates.CopyTo(memory[OwnMemory..]);
        for (var j = 0; j < _size; j++)
        {
            _space.Read(_columns[j], memory.Slice(Offset(j), _space.Layout.Length));
        }
    }

    public void Load(ReadOnlySpan<double> memory)
    {
        (RemainingRate, Count, _size) = (memory[0], (int)memory[1], (int)memory[2]);
        (_due, _rest, _isGrowing) = ((int)memory[3], (int)memory[4], memory[5] != 0);
        memory.Slice(OwnMemory, _rates.Length).CopyTo(_rates);
        for (var j = 0; j < _size; j++)
        {
            _space.Write(memory.Slice(Offset(j), _space.Layout.Length), _columns[j]);
        }
    }

    private int Offset(int column) => OwnMemory + _rates.Length + (column * _space.Layout.Length);

    private Vector[] Allocate() => [.. Enumerable.Range(0, Most + 1).Select(_ => _space.Allocate())];

    // On the kinks and the constraint as they are now; a column that the others contain is dropped.
    private void Orthonormalize()
    {
        var count = 0;
        for (var j = 0; j < _size; j++)
        {
            var column = _columns[j];
            _jacobian.Project(column);
            var before = Norm(column);
            for (var i = 0; i < 2 * count; i++)
            {
                _weights[0] = -Product(_columns[i % count], column);
                _space.LinearCombination(column, 1, column, 1, _weights.AsSpan(0, 1), _columns.AsSpan(i % count, 1));
            }

            var length = Norm(column);
            if (length > Dependent * before)
            {
                _space.LinearCombination(column, 1 / length, column, 0, [], []);
                (_columns[count], _columns[j]) = (column, _columns[count]);
                count++;
            }
        }

        _size = count;
    }

    // The columns become the images of the Ritz vectors, the largest |lambda| first; the first image becomes the first
    // Ritz vector.
    private void TakeRitzVectors()
    {
        for (var i = 0; i < _size; i++)
        {
            for (var j = 0; j <= i; j++)
            {
                var entry = (Product(_columns[i], _images[j]) + Product(_columns[j], _images[i])) / 2;
                _eigen.Set(i, j, entry);
                _eigen.Set(j, i, entry);
            }
        }

        _eigen.Decompose(_size);
        Sort();
        for (var i = 0; i < _size; i++)
        {
            Combine(i, _images, _spare[i]);
            var (value, size) = (_eigen.Value(_order[i]), Norm(_spare[i]));
            _rates[i] = value > 0 ? -size : size;
            _residuals[i] = Math.Sqrt(Math.Max(0, (size * size) - (value * value)));
            if (size > 0)
            {
                _space.LinearCombination(_spare[i], 1 / size, _spare[i], 0, [], []);
            }
        }

        Combine(0, _columns, _images[0]);
        for (var i = 0; i < _size; i++)
        {
            (_columns[i], _spare[i]) = (_spare[i], _columns[i]);
        }
    }

    private void Sort()
    {
        for (var i = 0; i < _size; i++)
        {
            _order[i] = i;
            for (var j = i; j > 0 && Size(j) > Size(j - 1); j--)
            {
                (_order[j], _order[j - 1]) = (_order[j - 1], _order[j]);
            }
        }
    }

    private double Size(int j) => Math.Abs(_eigen.Value(_order[j]));

    private void Combine(int i, Vector[] vectors, Vector destination)
    {
        for (var b = 0; b < _size; b++)
        {
            _weights[b] = _eigen.Component(_order[i], b);
        }

        _space.LinearCombination(
            destination, 0, vectors[0], 1, _weights.AsSpan(0, _size), vectors.AsSpan(0, _size));
    }

    // Columns come where the last one is stiff, and go where it was not worth it or is stiff no more.
    private void Resize(double stiffRate)
    {
        (_due, _rest) = (Math.Max(0, _due - 1), Math.Max(0, _rest - 1));
        if (_isGrowing && _due > 0)
        {
            return;
        }

        var last = _size - 1;
        if (_isGrowing && last > 0 && Math.Abs(_rates[last]) > WorthwhilePart * Math.Abs(_rates[last - 1]))
        {
            (_size, _rest) = (last, TurnsWithoutGrowth);
        }
        else if (!_isGrowing && last > 0 && Math.Abs(_rates[last - 1]) < StiffPart * stiffRate)
        {
            _size = last;
        }

        _isGrowing = _rest == 0 && _size <= _most && _rates[_size - 1] > stiffRate;
        if (_isGrowing)
        {
            // Beside its image, the Ritz vector gives the next direction of the Krylov space.
            (_columns[_size], _images[0]) = (_images[0], _columns[_size]);
            (_rates[_size], _residuals[_size]) = (0, 0);
            (_size, _due) = (_size + 1, TurnsAfterGrowth);
        }
    }

    // Those that decay, but for the last column; a block that has just grown has no more than before.
    private void TakeStiffDirections()
    {
        var most = _isGrowing && _due == TurnsAfterGrowth ? _size - 2 : _size - 1;
        Count = 0;
        while (Count < most && _rates[Count] > 0)
        {
            Count++;
        }

        RemainingRate = Math.Abs(_rates[Count]);
        for (var i = 0; i < Count && _due == 0; i++)
        {
            RemainingRate = Math.Max(RemainingRate, TurningPart * _residuals[i]);
        }
    }

    private double Norm(Vector vector) => Math.Sqrt(Product(vector, vector));

    private double Product(Vector left, Vector right)
    {
        Span<double> product = stackalloc double[1];
        (_left[0], _right[0]) = (left, right);
        _space.InnerProducts(_left, _right, product);
        return product[0];
    }
}
