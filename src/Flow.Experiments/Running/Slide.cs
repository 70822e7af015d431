namespace Flow.Experiments.Running;

/// <summary>A pair of a sample and a unit on its kink, and as long again after it has left: z and m at accepted states,
/// thinned evenly to <see cref="MostPoints"/>.</summary>
/// <param name="pair">The pair.</param>
/// <param name="time">Where it begins to slide.</param>
internal sealed class Slide(int pair, double time)
{
    /// <summary>As many points as are kept.</summary>
    public const int MostPoints = 256;

    private const int HeadLength = 7;
    private const int PointLength = 3;

    private readonly List<(double Time, double Value, double Mask)> _points = [];
    private double _until = double.PositiveInfinity;
    private long _offered;
    private long _stride = 1;

    /// <summary>The pair.</summary>
    public int Pair => pair;

    /// <summary>The first accepted state at which the pair slides.</summary>
    public double From { get; } = time;

    /// <summary>The last accepted state so far at which it slides.</summary>
    public double To { get; private set; } = time;

    /// <summary>Whether it slides still.</summary>
    public bool IsSliding => double.IsPositiveInfinity(_until);

    /// <summary>The points, in order of time.</summary>
    public IReadOnlyList<(double Time, double Value, double Mask)> Points => _points;

    /// <summary>The number of doubles that <see cref="Save"/> writes.</summary>
    public int MemoryLength => HeadLength + (PointLength * _points.Count);

    /// <summary>Tells whether the pair slides at the next accepted state.</summary>
    /// <param name="now">Its time.</param>
    /// <param name="slides">Whether the pair slides there.</param>
    /// <returns>Whether the state is to be added as a point.</returns>
    public bool Take(double now, bool slides)
    {
        if (!IsSliding)
        {
            // Sliding again is another slide, which ends this one.
            _until = slides ? double.NegativeInfinity : _until;
        }
        else if (slides)
        {
            To = now;
        }
        else
        {
            _until = To + (To - From);
        }

        return now <= _until && _offered++ % _stride == 0;
    }

    /// <summary>Adds a point; where there are too many, every other one goes.</summary>
    /// <param name="now">t.</param>
    /// <param name="value">z.</param>
    /// <param name="mask">m.</param>
    public void Add(double now, double value, double mask)
    {
        _points.Add((now, value, mask));
        if (_points.Count > MostPoints)
        {
            var kept = _points.Where(static (_, i) => i % 2 == 0).ToList();
            _points.Clear();
            _points.AddRange(kept);
            _stride *= 2;
        }
    }

    /// <summary>Writes what has to be known to go on.</summary>
    /// <param name="memory">Receives <see cref="MemoryLength"/> doubles.</param>
    public void Save(Span<double> memory)
    {
        (memory[0], memory[1], memory[2], memory[3]) = (Pair, From, To, _until);
        (memory[4], memory[5], memory[6]) = (_offered, _stride, _points.Count);
        var rest = memory[HeadLength..];
        foreach (var (now, value, mask) in _points)
        {
            (rest[0], rest[1], rest[2]) = (now, value, mask);
            rest = rest[PointLength..];
        }
    }

    /// <summary>Reads what <see cref="Save"/> wrote and moves on behind it.</summary>
    /// <param name="memory">The numbers from here on.</param>
    public static Slide Load(ref ReadOnlySpan<double> memory)
    {
        var slide = new Slide((int)memory[0], memory[1])
        {
            To = memory[2],
            _until = memory[3],
            _offered = (long)memory[4],
            _stride = (long)memory[5],
        };
        var count = (int)memory[6];
        memory = memory[HeadLength..];
        for (var i = 0; i < count; i++, memory = memory[PointLength..])
        {
            slide._points.Add((memory[0], memory[1], memory[2]));
        }

        return slide;
    }
}
