namespace Flow.Experiments.Configuration;

/// <summary>Which weights a run writes to disk.</summary>
public enum WeightOutput
{
    /// <summary>No weights.</summary>
    None,

    /// <summary>The weights at the end.</summary>
    Last,

    /// <summary>The weights at every recorded sample.</summary>
    Samples,
}
