namespace Flow.Integrators.Events;

/// <summary>The function g(t, y) whose zeros are the event; continuous, and a pure function of t and y. NaN has no
/// sign: nothing is found where a value is NaN.</summary>
/// <param name="point">t and y.</param>
/// <returns>g(t, y).</returns>
public delegate double EventFunction(in EventPoint point);
