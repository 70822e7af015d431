namespace Flow.Integrators.Events;

/// <summary>Which crossings of 0 an event counts.</summary>
public enum EventDirection
{
    /// <summary>Both.</summary>
    Either,

    /// <summary>From below 0.</summary>
    Rising,

    /// <summary>From above 0.</summary>
    Falling,
}
