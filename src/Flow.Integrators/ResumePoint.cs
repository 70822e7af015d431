namespace Flow.Integrators;

/// <summary>What, together with the state, lets a run go on bit by bit as if it had not been interrupted.</summary>
/// <param name="Time">t of the state.</param>
/// <param name="StepSize">The step size proposed next.</param>
/// <param name="ControllerMemory">The memory of the step controller.</param>
/// <param name="Statistics">Counts so far; resuming evaluates the field once more, at the state.</param>
public sealed record ResumePoint(
    double Time, double StepSize, IReadOnlyList<double> ControllerMemory, IntegrationStatistics Statistics)
{
    /// <summary>What the method remembers besides the state.</summary>
    public IReadOnlyList<double> StepperHistory { get; init; } = [];
}
