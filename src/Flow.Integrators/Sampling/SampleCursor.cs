namespace Flow.Integrators.Sampling;

/// <summary>Walks through the sample times in order.</summary>
internal sealed class SampleCursor(SamplePoints points)
{
    private int _next;

    /// <summary>The next time, infinity after the last.</summary>
    public double Next => _next < points.Times.Length ? points.Times[_next] : double.PositiveInfinity;

    /// <summary>The time at which the next step has to end at the latest because of a sample.</summary>
    public double Stop => points.Exact ? Next : double.PositiveInfinity;

    /// <summary>Moves on by one sample.</summary>
    public void Advance() => _next++;

    /// <summary>Passes over the samples up to and including a time.</summary>
    public void SkipThrough(double time)
    {
        while (Next <= time)
        {
            Advance();
        }
    }
}
