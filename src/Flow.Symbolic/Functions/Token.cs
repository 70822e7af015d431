namespace Flow.Symbolic.Functions;

/// <summary>One word of an expression.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Text">The characters; empty at the end of the text.</param>
/// <param name="Column">The column of its first character, counted from 1.</param>
internal readonly record struct Token(TokenKind Kind, string Text, int Column)
{
    /// <summary>The token as an error message names it.</summary>
    public string Description => Kind == TokenKind.End ? "the end of the expression" : $"'{Text}'";
}
