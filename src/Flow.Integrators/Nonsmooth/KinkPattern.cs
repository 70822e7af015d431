namespace Flow.Integrators.Nonsmooth;

/// <summary>On which side of its kink every pair of a sample n and a unit u is, p = n Units + u, and which pairs slide;
/// valid during the call that hands it out.</summary>
public sealed class KinkPattern
{
    private readonly double[] _masks;
    private readonly SlidingSet _sliding;

    internal KinkPattern(int units, double[] masks, SlidingSet sliding) =>
        (Units, _masks, _sliding) = (units, masks, sliding);

    /// <summary>The number of units of each sample.</summary>
    public int Units { get; }

    /// <summary>m, samples x units: 1 above the kink, a below, between them for a pair that slides.</summary>
    public ReadOnlySpan<double> Masks => _masks;

    /// <summary>The pairs that slide, in the order in which they began.</summary>
    public ReadOnlySpan<int> Sliding => _sliding.Pairs;
}
