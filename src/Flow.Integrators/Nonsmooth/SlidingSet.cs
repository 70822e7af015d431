namespace Flow.Integrators.Nonsmooth;

/// <summary>The pairs (sample, unit) that slide along their kink, p = n Units + u, in the order in which they began.
/// </summary>
internal sealed class SlidingSet
{
    private readonly int[] _positions;
    private int[] _pairs = new int[16];

    public SlidingSet(int pairs)
    {
        _positions = new int[pairs];
        Array.Fill(_positions, -1);
    }

    public int Count { get; private set; }

    public ReadOnlySpan<int> Pairs => _pairs.AsSpan(0, Count);

    public int this[int index] => _pairs[index];

    public bool Contains(int pair) => _positions[pair] >= 0;

    /// <summary>The place of a pair; -1 where it does not slide.</summary>
    public int IndexOf(int pair) => _positions[pair];

    public void Add(int pair)
    {
        if (Count == _pairs.Length)
        {
            Array.Resize(ref _pairs, 2 * Count);
        }

        _positions[pair] = Count;
        _pairs[Count++] = pair;
    }

    /// <summary>Takes a pair out; those behind it move up.</summary>
    public void RemoveAt(int index)
    {
        _positions[_pairs[index]] = -1;
        Count--;
        for (var i = index; i < Count; i++)
        {
            _pairs[i] = _pairs[i + 1];
            _positions[_pairs[i]] = i;
        }
    }

    /// <summary>Replaces the set.</summary>
    public void Assign(ReadOnlySpan<int> pairs)
    {
        while (Count > 0)
        {
            RemoveAt(Count - 1);
        }

        foreach (var pair in pairs)
        {
            Add(pair);
        }
    }
}
