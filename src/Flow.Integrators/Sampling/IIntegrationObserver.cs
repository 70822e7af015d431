using Flow.Integrators.Stepping;

namespace Flow.Integrators.Sampling;

/// <summary>Receives the samples and the accepted steps of a run in order of time; the integrator stores neither.
/// </summary>
public interface IIntegrationObserver
{
    /// <summary>Called once for each sample time, duplicates included.</summary>
    /// <param name="sample">The solution at a sample time.</param>
    void OnSample(in Sample sample)
    {
    }

    /// <summary>Called after each accepted step, after the samples inside it.</summary>
    /// <param name="step">The step and its end point.</param>
    void OnAccepted(in AcceptedStep step)
    {
    }
}
