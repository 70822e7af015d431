namespace Flow.Symbolic.Functions;

/// <summary>The kinds of words in an expression.</summary>
internal enum TokenKind
{
    /// <summary>A decimal number without sign.</summary>
    Number,

    /// <summary>A variable or a function.</summary>
    Name,

    /// <summary>One of + - * / ^ ( ) and comma.</summary>
    Symbol,

    /// <summary>The end of the text.</summary>
    End,
}
