using Flow.Integrators.Spaces;

namespace Flow.Integrators.Stiff;

/// <summary>The last points (t_j, y_j) of a run, the newest first, and the differences y_j - y_0 from which everything
/// is combined, so that a state that rests is met exactly.</summary>
internal sealed class BdfHistory
{
    // A step shorter than this part of the one before replaces its start: two points so close would turn rounding
    // errors into slopes.
    private const double SmallestRelativeGap = 1e-3;

    private readonly IVectorSpace _space;
    private readonly double[] _times;
    private readonly Vector[] _states;
    private readonly Vector[] _differences;
    private readonly double[] _minusOne = [-1];
    private readonly Vector[] _newest = new Vector[1];

    public BdfHistory(IVectorSpace space, int capacity)
    {
        (_space, Capacity) = (space, capacity);
        _times = new double[capacity];
        // One place more than points: the last holds the point to come.
        _states = [.. Enumerable.Range(0, capacity + 1).Select(_ => space.Allocate())];
        _differences = [.. Enumerable.Range(0, capacity).Select(_ => space.Allocate())];
    }

    public int Capacity { get; }

    public int Count { get; private set; }

    public Vector State => _states[0];

    public Vector NextState => _states[^1];

    /// <summary>Number of values that <see cref="Save"/> writes: times, and all states but the newest.</summary>
    public int MemoryLength => 1 + Capacity + ((Capacity - 1) * _space.Layout.Length);

    /// <summary>y_1 - y_0, y_2 - y_0, ...; place 0 is free for y_new - y_0.</summary>
    public Span<Vector> Differences => _differences;

    public double Time(int j) => _times[j];

    /// <summary>Forgets everything but the newest point, whose time this is.</summary>
    public void Restart(double time) => (_times[0], Count) = (time, 1);

    /// <summary>Puts a point on the tangent before the only point, one step back; it is no part of the
    /// history.</summary>
    public void AssumeTangent(double step, Vector derivative)
    {
        _times[1] = _times[0] - step;
        _space.LinearCombination(_differences[1], -step, derivative, 0, [], []);
    }

    /// <summary>y_new - y_0.</summary>
    public void MeasureNext() => Subtract(NextState, _differences[0]);

    /// <summary>Makes the next point the newest one; the oldest is forgotten where there is no room.</summary>
    public void Push(double time)
    {
        var replaces = Count > 1 && time - _times[0] < SmallestRelativeGap * (_times[0] - _times[1]);
        var last = replaces ? 0 : Math.Min(Count, Capacity - 1);
        var (next, free) = (_states[^1], _states[last]);
        for (var j = last; j > 0; j--)
        {
            (_states[j], _times[j]) = (_states[j - 1], _times[j - 1]);
        }

        (_states[0], _states[^1], _times[0]) = (next, free, time);
        Count = replaces ? Count : last + 1;
        Measure();
    }

    public void Save(Span<double> memory)
    {
        memory.Clear();
        memory[0] = Count;
        _times.AsSpan(0, Count).CopyTo(memory[1..]);
        for (var j = 1; j < Count; j++)
        {
            _space.Read(_states[j], memory.Slice(Offset(j), _space.Layout.Length));
        }
    }

    public void Load(ReadOnlySpan<double> memory)
    {
        Count = (int)memory[0];
        memory.Slice(1, Capacity).CopyTo(_times);
        for (var j = 1; j < Count; j++)
        {
            _space.Write(memory.Slice(Offset(j), _space.Layout.Length), _states[j]);
        }

        Measure();
    }

    private int Offset(int j) => 1 + Capacity + ((j - 1) * _space.Layout.Length);

    private void Measure()
    {
        for (var j = 1; j < Count; j++)
        {
            Subtract(_states[j], _differences[j]);
        }
    }

    private void Subtract(Vector state, Vector difference)
    {
        _newest[0] = _states[0];
        _space.LinearCombination(difference, 1, state, 1, _minusOne, _newest);
    }
}
