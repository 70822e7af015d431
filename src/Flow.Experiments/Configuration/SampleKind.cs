namespace Flow.Experiments.Configuration;

/// <summary>How the times (or steps) that are recorded are spaced.</summary>
public enum SampleKind
{
    /// <summary>Equally spaced.</summary>
    Linear,

    /// <summary>0 and then equally spaced in the logarithm.</summary>
    Log,

    /// <summary>Listed one by one.</summary>
    List,
}
