using Flow.Integrators.Events;
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

    /// <summary>Called once for each root of an event, in order of time with the samples; after a sample of the same
    /// time.</summary>
    /// <param name="occurrence">The event and the solution there.</param>
    void OnEvent(in EventOccurrence occurrence)
    {
    }

    /// <summary>Called with the resume points that the run keeps unasked: the first, where an event may end the run
    /// inside a step, and the last, before the first trial that is shortened or stretched to meet tEnd. All samples up
    /// to the point have been delivered, and none after it.</summary>
    /// <param name="point">The resume point.</param>
    /// <param name="isLast">Whether no later one will be captured.</param>
    void OnResumePoint(ResumePoint point, bool isLast)
    {
    }

    /// <summary>Called after each accepted step, after the samples inside it.</summary>
    /// <param name="step">The step and its end point.</param>
    void OnAccepted(in AcceptedStep step)
    {
    }
}
