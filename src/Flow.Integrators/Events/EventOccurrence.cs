using Flow.Integrators.Spaces;

namespace Flow.Integrators.Events;

/// <summary>A root of an event function; the vector is valid during the call only.</summary>
/// <param name="Event">The event.</param>
/// <param name="Time">The first time, to rounding, at which g has reached 0.</param>
/// <param name="State">y there: the interpolated state, retracted, or the accepted one at the end of a step; not to be
/// changed.</param>
/// <param name="IsRising">Whether g came from below 0.</param>
/// <param name="Count">The number of this crossing among those of the event that count, from 1.</param>
/// <param name="Statistics">Counts so far, without the step that contains the root.</param>
public readonly record struct EventOccurrence(
    Event Event, double Time, Vector State, bool IsRising, long Count, IntegrationStatistics Statistics);
