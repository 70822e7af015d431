namespace Flow.Experiments.Configuration;

/// <summary>The times at which a flow is recorded.</summary>
public sealed record FlowSamples
{
    /// <summary>Default of <see cref="Count"/>.</summary>
    public const int DefaultCount = 201;

    /// <summary>Default of <see cref="First"/>.</summary>
    public const double DefaultFirst = 1e-3;

    /// <summary>How the times are spaced.</summary>
    public SampleKind Kind { get; init; } = SampleKind.Linear;

    /// <summary>Number of recorded times, t = 0 included; 0 when the times are listed.</summary>
    public int Count { get; init; } = DefaultCount;

    /// <summary>log: the first time after 0; 0 for the other kinds.</summary>
    public double First { get; init; }

    /// <summary>The listed times, ascending; empty for the other kinds.</summary>
    public ValueList<double> Times { get; init; } = [];

    /// <summary>Whether true steps end on each recorded time instead of interpolating.</summary>
    public bool Exact { get; init; }

    /// <summary>
    /// The recorded times: linear t_i = tEnd i / (count - 1); log 0 and then
    /// t_i = first (tEnd / first)^((i - 1) / (count - 2)); the last one is tEnd exactly.
    /// </summary>
    /// <param name="tEnd">The end of the flow, dimensionless time.</param>
    /// <returns>Ascending times.</returns>
    public double[] TimesFor(double tEnd)
    {
        if (Kind == SampleKind.List)
        {
            return [.. Times];
        }

        var times = new double[Count];
        for (int i = 1; i < Count - 1; i++)
        {
            times[i] = Kind == SampleKind.Linear
                ? tEnd * i / (Count - 1)
                : First * Math.Pow(tEnd / First, (i - 1.0) / (Count - 2));
        }

        times[^1] = tEnd;
        return times;
    }
}
