namespace Flow.Experiments.Analyzing;

/// <summary>How the spectrum of the Jacobian is computed.</summary>
public enum SpectrumMethod
{
    /// <summary>Dense up to <see cref="FlowAnalysis.LargestDense"/> unknowns, Lanczos beyond.</summary>
    Auto,

    /// <summary>All eigenvalues of the dense matrix.</summary>
    Dense,

    /// <summary>Some eigenvalues at both ends, each with a bound of its error.</summary>
    Lanczos,
}
