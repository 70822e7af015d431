namespace Flow.Integrators.Nonsmooth;

/// <summary>Compact gradients in numbered places; a place keeps its content until the store is compacted.</summary>
internal sealed class GradientStore(int length)
{
    private double[] _values = new double[16 * length];
    private double[] _spare = new double[16 * length];
    private int _count;

    public ReadOnlySpan<double> this[int place] => _values.AsSpan(place * length, length);

    public void Clear() => _count = 0;

    /// <summary>The number of a new place.</summary>
    public int Reserve()
    {
        if ((_count + 1) * length > _values.Length)
        {
            Array.Resize(ref _values, 2 * _values.Length);
        }

        return _count++;
    }

    public Span<double> Write(int place) => _values.AsSpan(place * length, length);

    /// <summary>Keeps the given places only, renumbered from 0 in their order.</summary>
    public void Compact(Span<int> places)
    {
        if (_spare.Length < _values.Length)
        {
            _spare = new double[_values.Length];
        }

        for (var i = 0; i < places.Length; i++)
        {
            this[places[i]].CopyTo(_spare.AsSpan(i * length));
            places[i] = i;
        }

        (_values, _spare, _count) = (_spare, _values, places.Length);
    }
}
