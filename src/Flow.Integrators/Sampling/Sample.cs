using Flow.Integrators.Spaces;
using Flow.Integrators.Stepping;

namespace Flow.Integrators.Sampling;

/// <summary>The solution at a time that was asked for; the vector is valid during the call only.</summary>
/// <param name="Time">The sample time t.</param>
/// <param name="State">y(t), on the manifold; not to be changed.</param>
/// <param name="IsAcceptedState">True where t is the end of a step, false where y was interpolated.</param>
/// <param name="NormDefect">Distance from the manifold before the retraction of the step that contains t, measured at
/// that step's end; at the initial state the state's own defect; 0 without constraint.</param>
/// <param name="Statistics">Counts so far, without the step that contains t.</param>
public readonly record struct Sample(
    double Time, Vector State, bool IsAcceptedState, double NormDefect, IntegrationStatistics Statistics)
{
    /// <summary>What the method knows of the stiffness in the step with t inside, null where it tracks none.</summary>
    public StiffnessEstimate? Stiffness { get; init; }
}
