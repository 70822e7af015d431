using Flow.Integrators.Nonsmooth;

namespace Flow.Integrators;

/// <summary>Counts of a run; they depend on the problem and the settings only, never on the clock.</summary>
/// <param name="AcceptedSteps">Steps that counted.</param>
/// <param name="RejectedSteps">Trial steps that did not.</param>
/// <param name="FieldEvaluations">Calls of the vector field, all causes.</param>
/// <param name="LargestNormDefect">Largest distance from the manifold before a retraction, 0 without
/// constraint.</param>
public readonly record struct IntegrationStatistics(
    long AcceptedSteps, long RejectedSteps, long FieldEvaluations, double LargestNormDefect)
{
    /// <summary>Products with the derivative of the vector field, all causes.</summary>
    public long JacobianProducts { get; init; }

    /// <summary>Factorizations of a matrix of an implicit method, real and complex ones alike.</summary>
    public long Factorizations { get; init; }

    /// <summary>Iterations of the Krylov methods that solve the linear systems of an implicit method.</summary>
    public long LinearIterations { get; init; }

    /// <summary>What was met at kinks, by a solver that integrates through them.</summary>
    public KinkStatistics Kinks { get; init; }

    /// <summary>Accepted and rejected steps together, what maxSteps limits.</summary>
    public long TrialSteps => AcceptedSteps + RejectedSteps;
}
