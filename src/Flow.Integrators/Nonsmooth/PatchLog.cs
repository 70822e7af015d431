namespace Flow.Integrators.Nonsmooth;

/// <summary>What was added to a node's field during a step: a factor of M g, and the time from which on it counts.
/// </summary>
internal sealed class PatchLog
{
    private (double Time, int Place, double Factor)[] _entries = new (double, int, double)[16];

    public int Count { get; private set; }

    public (double Time, int Place, double Factor) this[int index] => _entries[index];

    public void Clear() => Count = 0;

    public void Add(double time, int place, double factor)
    {
        if (Count == _entries.Length)
        {
            Array.Resize(ref _entries, 2 * Count);
        }

        _entries[Count++] = (time, place, factor);
    }
}
