namespace Flow.Integrators.Nonsmooth;

/// <summary>Rows of samples as they were before they were changed first.</summary>
internal sealed class RowJournal(int units, int samples)
{
    private readonly bool[] _isRecorded = new bool[samples];
    private readonly List<(int Sample, int Offset)> _entries = [];
    private double[] _values = new double[16 * units];
    private int _length;

    /// <summary>Begins the entry of a sample, unless it has one.</summary>
    public bool TryBegin(int sample)
    {
        if (_isRecorded[sample])
        {
            return false;
        }

        _isRecorded[sample] = true;
        _entries.Add((sample, _length));
        return true;
    }

    public void Write(ReadOnlySpan<double> row)
    {
        if (_length + row.Length > _values.Length)
        {
            Array.Resize(ref _values, 2 * (_length + row.Length));
        }

        row.CopyTo(_values.AsSpan(_length));
        _length += row.Length;
    }

    /// <summary>Takes the latest entry out.</summary>
    public bool TryPop(out int sample, out ReadOnlySpan<double> values)
    {
        if (_entries.Count == 0)
        {
            sample = -1;
            values = default;
            return false;
        }

        (sample, var offset) = _entries[^1];
        values = _values.AsSpan(offset, _length - offset);
        _entries.RemoveAt(_entries.Count - 1);
        (_length, _isRecorded[sample]) = (offset, false);
        return true;
    }

    public void Clear()
    {
        while (TryPop(out _, out _))
        {
            // Each call forgets one entry.
        }
    }
}
