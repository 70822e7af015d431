using Flow.Integrators.Spaces;

namespace Flow.Integrators.Multistep;

/// <summary>The last points (t_j, y_j, F_j) of a run, the newest first, and the buffers of the point to come.</summary>
internal sealed class AdamsHistory
{
    // Two points closer than this part of the distance to the next would turn rounding errors into slopes.
    private const double SmallestRelativeGap = 1e-6;

    private readonly IVectorSpace _space;
    private readonly double[] _times;
    private readonly Vector[] _states;
    private readonly Vector[] _derivatives;

    public AdamsHistory(IVectorSpace space, int capacity)
    {
        _space = space;
        Capacity = capacity;
        _times = new double[capacity];
        // One place more than points: the last holds the buffers of the point to come.
        _states = [.. Enumerable.Range(0, capacity + 1).Select(_ => space.Allocate())];
        _derivatives = [.. Enumerable.Range(0, capacity + 1).Select(_ => space.Allocate())];
    }

    public int Capacity { get; }

    public int Count { get; private set; }

    public Vector NextState => _states[^1];

    public Vector NextDerivative => _derivatives[^1];

    /// <summary>Number of values that <see cref="Save"/> writes: times, and all points but the newest.</summary>
    public int MemoryLength => 1 + Capacity + (2 * (Capacity - 1) * _space.Layout.Length);

    public double Time(int j) => _times[j];

    public Vector State(int j) => _states[j];

    public Vector Derivative(int j) => _derivatives[j];

    /// <summary>Forgets everything but the newest point, whose time this is.</summary>
    public void Restart(double time) => (_times[0], Count) = (time, 1);

    /// <summary>Makes the next point the newest one; the oldest is forgotten where there is no room.</summary>
    public void Push(double time)
    {
        // A step far shorter than the one before replaces its start.
        var from = Count > 1 && time - _times[0] < SmallestRelativeGap * (_times[0] - _times[1]) ? 1 : 0;
        var last = from == 1 ? 0 : Math.Min(Count, Capacity - 1);
        Rotate(_states, last);
        Rotate(_derivatives, last);
        for (var j = last; j > 0; j--)
        {
            _times[j] = _times[j - 1];
        }

        _times[0] = time;
        Count = from == 1 ? Count : last + 1;
    }

    public void Save(Span<double> memory)
    {
        memory[0] = Count;
        _times.CopyTo(memory[1..]);
        memory.Slice(1 + Count, Capacity - Count).Clear();
        var rest = memory[(1 + Capacity)..];
        rest.Clear();
        for (var j = 1; j < Count; j++)
        {
            _space.Read(_states[j], Take(ref rest));
            _space.Read(_derivatives[j], Take(ref rest));
        }
    }

    public void Load(ReadOnlySpan<double> memory)
    {
        Count = (int)memory[0];
        memory.Slice(1, Capacity).CopyTo(_times);
        for (var j = 1; j < Count; j++)
        {
            var offset = 1 + Capacity + (2 * (j - 1) * _space.Layout.Length);
            _space.Write(memory.Slice(offset, _space.Layout.Length), _states[j]);
            _space.Write(memory.Slice(offset + _space.Layout.Length, _space.Layout.Length), _derivatives[j]);
        }
    }

    private Span<double> Take(ref Span<double> rest)
    {
        var taken = rest[.._space.Layout.Length];
        rest = rest[_space.Layout.Length..];
        return taken;
    }

    // The next point comes to the front, positions up to the last move back by one, and what stood there is free.
    private static void Rotate(Vector[] vectors, int last)
    {
        var (next, free) = (vectors[^1], vectors[last]);
        for (var j = last; j > 0; j--)
        {
            vectors[j] = vectors[j - 1];
        }

        (vectors[0], vectors[^1]) = (next, free);
    }
}
