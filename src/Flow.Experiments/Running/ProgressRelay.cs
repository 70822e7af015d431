using Flow.Integrators;

namespace Flow.Experiments.Running;

/// <summary>Adds the observables of the last recorded time to the integrator's progress.</summary>
internal sealed class ProgressRelay(IProgress<RunProgress> target, FlowRecorder recorder, double endTime)
    : IProgress<IntegrationProgress>
{
    /// <inheritdoc />
    public void Report(IntegrationProgress value)
    {
        var fraction = value.Fraction;
        TimeSpan? remaining = fraction > 0.001 ? value.Elapsed * ((1 - fraction) / fraction) : null;
        var counts = value.Statistics;
        target.Report(new(
            value.Time,
            endTime,
            value.StepSize,
            counts.AcceptedSteps,
            counts.RejectedSteps,
            recorder.Snapshot.Loss,
            recorder.Snapshot.Rho,
            value.Elapsed,
            remaining));
    }
}
