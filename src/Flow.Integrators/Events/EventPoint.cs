using Flow.Integrators.Spaces;

namespace Flow.Integrators.Events;

/// <summary>Where an event function is evaluated; the vectors are valid during the call only.</summary>
/// <param name="Time">t.</param>
/// <param name="State">y(t), on the manifold; not to be changed.</param>
/// <param name="Derivative">F(t, y) where the method has it at hand, else null; not to be changed.</param>
public readonly record struct EventPoint(double Time, Vector State, Vector? Derivative = null);
