namespace Flow.Experiments.Configuration;

/// <summary>Where a value was written: a file with line and column, or a command-line override without them.</summary>
/// <param name="File">The file, or the text "--set a.b=c" of an override.</param>
/// <param name="Line">Line, counted from 1; 0 for an override.</param>
/// <param name="Column">Column, counted from 1; 0 for an override.</param>
public sealed record SourcePosition(string File, int Line, int Column)
{
    /// <summary>Gives "file:line:column", or only the override text where there is no line.</summary>
    /// <returns>The text that starts every message about this position.</returns>
    public override string ToString() => Line == 0 ? File : $"{File}:{Line}:{Column}";
}
