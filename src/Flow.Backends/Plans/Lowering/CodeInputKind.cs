namespace Flow.Backends.Plans.Lowering;

/// <summary>Where an input of elementwise code comes from.</summary>
internal enum CodeInputKind
{
    /// <summary>A matrix of samples x width.</summary>
    Samples,

    /// <summary>A parameter-sized tensor repeated for each sample.</summary>
    Row,

    /// <summary>A scalar.</summary>
    Scalar,
}
