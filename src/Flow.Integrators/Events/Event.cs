namespace Flow.Integrators.Events;

/// <summary>Something that happens where g(t, y) = 0 along the solution, found on the dense output of each accepted
/// step; it does not change the steps.</summary>
/// <remarks>A root is counted where g comes from one sign to 0 or to the other sign, once, also where it lies at the
/// end of a step; g = 0 at t0 has no sign before it and does not count. Each step is looked at where it ends and at
/// <see cref="InteriorPoints"/> points inside. Guaranteed are all roots between neighbours of which lies at most one
/// root. Where |g| at a point inside is below both its neighbours its smallest value between them is searched, which
/// finds two roots that are at least about a millionth of the step apart where |g| has one minimum there. Other pairs
/// of roots between neighbours are missed, and a touch without change of sign is found only where g is 0 exactly at a
/// point that was looked at.</remarks>
/// <param name="Name">A name for reports.</param>
/// <param name="Function">g.</param>
public sealed record Event(string Name, EventFunction Function)
{
    /// <summary>Default of <see cref="InteriorPoints"/>.</summary>
    public const int DefaultInteriorPoints = 3;

    /// <summary>Which crossings count.</summary>
    public EventDirection Direction { get; init; }

    /// <summary>The crossing that ends the run, 1 for the first; null where none does.</summary>
    public int? TerminalAfter { get; init; }

    /// <summary>How many points inside each step are looked at, equally spaced; 0 looks at the ends of steps only, so
    /// that steps without a change of sign need no dense output.</summary>
    public int InteriorPoints { get; init; } = DefaultInteriorPoints;

    internal void Validate()
    {
        ArgumentException.ThrowIfNullOrEmpty(Name, "event name");
        ArgumentNullException.ThrowIfNull(Function);
        Check.InRange(TerminalAfter ?? 1, 1, int.MaxValue, "terminalAfter", "1 ends the run at the first crossing");
        Check.InRange(InteriorPoints, 0, 1000, "interiorPoints", "3 is usual, 0 for slowly varying functions");
    }
}
