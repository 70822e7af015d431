namespace Flow.Experiments.Configuration;

/// <summary>
/// Bad input, reported as `file:line:column: what is wrong; what would be right`.
/// </summary>
public sealed class ConfigurationException : Exception
{
    /// <summary>Builds the error from its position and its two halves.</summary>
    /// <param name="position">Where the bad value stands.</param>
    /// <param name="problem">What is wrong.</param>
    /// <param name="remedy">What would be right.</param>
    /// <param name="inner">The error underneath, if there is one.</param>
    public ConfigurationException(SourcePosition position, string problem, string remedy, Exception? inner = null)
        : base($"{position}: {OneLine(problem)}; {OneLine(remedy)}", inner)
    {
        Position = position;
        Problem = problem;
        Remedy = remedy;
    }

    /// <summary>Where the bad value stands.</summary>
    public SourcePosition Position { get; }

    /// <summary>What is wrong.</summary>
    public string Problem { get; }

    /// <summary>What would be right.</summary>
    public string Remedy { get; }

    /// <summary>The file, or the text "--set a.b=c" of an override.</summary>
    public string File => Position.File;

    /// <summary>Line, counted from 1; 0 for an override.</summary>
    public int Line => Position.Line;

    /// <summary>Column, counted from 1; 0 for an override.</summary>
    public int Column => Position.Column;

    /// <summary>Quoted pieces of a damaged file may hold line breaks and control characters.</summary>
    private static string OneLine(string text) => string.Concat(text.Select(c => char.IsControl(c) ? ' ' : c));
}
