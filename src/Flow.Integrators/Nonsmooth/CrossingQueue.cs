namespace Flow.Integrators.Nonsmooth;

/// <summary>Pairs that are expected to cross their kink within a step, with the expected time and the rate of their
/// switching function there.</summary>
internal sealed class CrossingQueue
{
    private (double Time, int Pair, double Rate)[] _entries = new (double, int, double)[16];

    public int Count { get; private set; }

    /// <summary>The earliest time, infinite where none is expected.</summary>
    public double EarliestTime => Count == 0 ? double.PositiveInfinity : _entries[Count - 1].Time;

    public void Clear() => Count = 0;

    public void Add(double time, int pair, double rate)
    {
        if (Count == _entries.Length)
        {
            Array.Resize(ref _entries, 2 * Count);
        }

        // Kept in order, the earliest last; equal times in the order of pairs.
        var i = Count++;
        for (; i > 0 && (_entries[i - 1].Time, _entries[i - 1].Pair).CompareTo((time, pair)) < 0; i--)
        {
            _entries[i] = _entries[i - 1];
        }

        _entries[i] = (time, pair, rate);
    }

    public (double Time, int Pair, double Rate) TakeEarliest() => _entries[--Count];
}
