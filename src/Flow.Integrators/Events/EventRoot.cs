namespace Flow.Integrators.Events;

/// <summary>A root that was found: its time, the position of its event, and whether g rose.</summary>
internal readonly record struct EventRoot(double Time, int Index, bool IsRising) : IComparable<EventRoot>
{
    public int CompareTo(EventRoot other) =>
        Time != other.Time ? Time.CompareTo(other.Time) : Index.CompareTo(other.Index);
}
