namespace Flow.Experiments.Analyzing.Spectra;

/// <summary>An eigenvalue and how far the true one may be: |mu - mu'| is at most the bound.</summary>
/// <param name="Value">mu.</param>
/// <param name="Bound">The norm of the residual of its eigenvector.</param>
public readonly record struct EigenvalueBound(double Value, double Bound);
