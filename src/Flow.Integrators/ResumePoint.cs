namespace Flow.Integrators;

/// <summary>What lets a run go on bit by bit as if it had not been interrupted, also to a later tEnd.</summary>
/// <param name="Time">t of the state.</param>
/// <param name="StepSize">The step size proposed next.</param>
/// <param name="ControllerMemory">The memory of the step controller.</param>
/// <param name="Statistics">Counts so far; the evaluation with which a resumed run starts was counted already and is
/// not counted again.</param>
public sealed record ResumePoint(
    double Time, double StepSize, IReadOnlyList<double> ControllerMemory, IntegrationStatistics Statistics)
{
    /// <summary>The state, one value for each entry.</summary>
    public IReadOnlyList<double> State { get; init; } = [];

    /// <summary>What the method remembers besides the state.</summary>
    public IReadOnlyList<double> StepperHistory { get; init; } = [];

    /// <summary>Distance from the manifold before the retraction of the last step.</summary>
    public double NormDefect { get; init; }

    /// <summary>How often each event has counted; none starts them from 0, for a run with other events.</summary>
    public IReadOnlyList<long> EventCounts { get; init; } = [];

    /// <summary>True where tEnd has limited the first step, so that a run to another end would take other steps.
    /// </summary>
    public bool DependsOnEnd { get; init; }
}
