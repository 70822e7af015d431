namespace Flow.Experiments.Studies;

/// <summary>One run of a study.</summary>
/// <param name="Label">Its name in tables and figures.</param>
/// <param name="Overrides">The keys "a.b=c" that set it apart from the study's preset.</param>
public sealed record StudyVariant(string Label, params string[] Overrides)
{
    /// <summary>The name of its directory.</summary>
    public string Directory => Label.Replace(",", string.Empty, StringComparison.Ordinal).Replace(' ', '-');

    /// <summary>Whether it is discrete training; else the flow.</summary>
    public bool Trains { get; init; }

    /// <summary>Whether the equilibrium near its end is analyzed.</summary>
    public bool Analyzes { get; init; }
}
