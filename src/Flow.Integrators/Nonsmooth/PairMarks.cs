namespace Flow.Integrators.Nonsmooth;

/// <summary>What is known of each pair during a step: its side of the kink, and for those met in it since when, how far
/// from the kink they were then, how often they were met, and whether they slide to the end of the step.</summary>
internal sealed class PairMarks(int pairs)
{
    private readonly double[] _since = [.. Enumerable.Repeat(double.NegativeInfinity, pairs)];
    private readonly double[] _offsets = new double[pairs];
    private readonly int[] _visits = new int[pairs];
    private readonly bool[] _isHeld = new bool[pairs];
    private readonly List<int> _touched = [];
    private readonly List<int> _resting = [];
    private double _start;

    /// <summary>1 or -1 for the side that a pair's mask belongs to, 0 for a sliding pair.</summary>
    public double[] Sides { get; } = new double[pairs];

    /// <summary>Forgets the last step.</summary>
    public void Clear()
    {
        foreach (var pair in _touched)
        {
            (_since[pair], _offsets[pair], _visits[pair], _isHeld[pair]) = (double.NegativeInfinity, 0, 0, false);
        }

        _touched.Clear();
        _resting.Clear();
    }

    /// <summary>Begins a window of the step.</summary>
    public void Begin(double start) => _start = start;

    public double Since(int pair) => Math.Max(_start, _since[pair]);

    public double Offset(int pair) => _offsets[pair];

    public int Visits(int pair) => _visits[pair];

    public bool IsHeld(int pair) => _isHeld[pair];

    /// <summary>Whether a pair was met at its kink in this step.</summary>
    public bool IsMet(int pair) => _offsets[pair] > 0;

    public int Visit(int pair)
    {
        _touched.Add(pair);
        return ++_visits[pair];
    }

    /// <summary>Leaves a pair alone to the end of the step.</summary>
    public void Exclude(int pair)
    {
        _touched.Add(pair);
        _visits[pair] = int.MaxValue;
    }

    /// <summary>Leaves a pair alone until a sliding one is released.</summary>
    public void Rest(int pair)
    {
        Exclude(pair);
        _resting.Add(pair);
    }

    public void EndRests()
    {
        foreach (var pair in _resting)
        {
            _visits[pair] = 0;
        }

        _resting.Clear();
    }

    public void Hold(int pair, bool isHeld) => _isHeld[pair] |= isHeld;

    public void Touch(int pair, double time, double offset)
    {
        _touched.Add(pair);
        (_since[pair], _offsets[pair]) = (time, offset);
    }
}
