using Flow.Integrators.Nonsmooth;
using Flow.Integrators.Spaces;

namespace Flow.Integrators.Stepping;

/// <summary>What is known at an accepted state; the vectors are valid during the call only.</summary>
/// <param name="Time">t, the end of the step.</param>
/// <param name="StepSize">h, 0 at the initial state.</param>
/// <param name="State">y(t), on the manifold; not to be changed.</param>
/// <param name="Derivative">F(t, y); not to be changed.</param>
/// <param name="ErrorNorm">Weighted norm of the step's error estimate, NaN for a method without one.</param>
/// <param name="NormDefect">Distance from the manifold before the step's retraction, 0 without constraint.</param>
/// <param name="Statistics">Counts so far.</param>
public readonly record struct AcceptedStep(
    double Time,
    double StepSize,
    Vector State,
    Vector Derivative,
    double ErrorNorm,
    double NormDefect,
    IntegrationStatistics Statistics)
{
    /// <summary>What the method knows of the stiffness, null where it tracks none.</summary>
    public StiffnessEstimate? Stiffness { get; init; }

    /// <summary>On which side of their kinks the pairs are, null for a method that does not look.</summary>
    public KinkPattern? Pattern { get; init; }
}
