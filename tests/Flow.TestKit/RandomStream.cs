namespace Flow.TestKit;

/// <summary>Reproducible random numbers for tests (SplitMix64: G. Steele, D. Lea, C. Flood, 2014).</summary>
/// <param name="seed">Equal seeds give equal streams.</param>
public sealed class RandomStream(ulong seed)
{
    private ulong _state = seed;

    /// <summary>An integer from 0 to bound - 1.</summary>
    public int Below(int bound) => (int)(Next() % (ulong)bound);

    /// <summary>A number between two bounds.</summary>
    public double Between(double low, double high) => low + ((high - low) * ((Next() >> 11) / (double)(1UL << 53)));

    /// <summary>One of several.</summary>
    public T OneOf<T>(params IReadOnlyList<T> choices) => choices[Below(choices.Count)];

    /// <summary>True in one case out of several.</summary>
    public bool OneIn(int cases) => Below(cases) == 0;

    /// <summary>Numbers between -1 and 1.</summary>
    public double[] Array(int count) => [.. Enumerable.Range(0, count).Select(_ => Between(-1, 1))];

    private ulong Next()
    {
        _state += 0x9e3779b97f4a7c15;
        var z = _state;
        z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
        z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
        return z ^ (z >> 31);
    }
}
