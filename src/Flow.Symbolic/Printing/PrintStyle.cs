namespace Flow.Symbolic.Printing;

/// <summary>How tensors with a sample dimension are written.</summary>
public enum PrintStyle
{
    /// <summary>At one sample: y_n f_n, and sums over n; the notation of the papers.</summary>
    PerSample,

    /// <summary>As matrices whose rows are the samples: X V^T; the notation of concrete networks.</summary>
    Matrix,
}
