namespace Flow.Integrators.Stepping;

/// <summary>What a method that tracks stiff directions knows of the spectrum of the Jacobian J of F.</summary>
/// <param name="LargestRate">The leading Ritz value of -J (1 / time): for a gradient flow the sharpness. NaN where no
/// Ritz pair has a residual below half of its value. Of a stabilized method: the spectral radius of J.</param>
/// <param name="DeflatedDirections">q, the number of directions that are integrated exponentially.</param>
/// <param name="StepTimesRate">h times the Rayleigh quotient of -J along the last difference between predictor and
/// corrector: what is left of the stiffness; steps are limited by it above about 1. Of a stabilized method: h times the
/// spectral radius, which asks for stages.</param>
/// <param name="Order">The order k of the predictor; the corrector has order k + 1. Of a one-step method: its
/// order.</param>
public readonly record struct StiffnessEstimate(
    double LargestRate, int DeflatedDirections, double StepTimesRate, int Order)
{
    /// <summary>Whether the method has no means left against the stiffness and its steps are near the stability limit.
    /// </summary>
    public bool IsLimitedByStability { get; init; }

    /// <summary>Of a stabilized method: whether the largest eigenvalues lie more than 25 degrees off the real axis,
    /// where more stages do not make longer steps stable.</summary>
    public bool IsOffRealAxis { get; init; }
}
