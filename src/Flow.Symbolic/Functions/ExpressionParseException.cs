namespace Flow.Symbolic.Functions;

/// <summary>Thrown when the text of a scalar expression cannot be read.</summary>
public sealed class ExpressionParseException : Exception
{
    /// <summary>Makes the exception; its message is "column c: problem; remedy".</summary>
    /// <param name="column">The column of the offending character, counted from 1.</param>
    /// <param name="problem">What is wrong.</param>
    /// <param name="remedy">What would be right.</param>
    public ExpressionParseException(int column, string problem, string remedy)
        : base($"column {column}: {problem}; {remedy}")
    {
        Column = column;
        Problem = problem;
        Remedy = remedy;
    }

    /// <summary>Makes an exception without a place in the text.</summary>
    /// <param name="message">What is wrong.</param>
    /// <param name="innerException">The cause.</param>
    public ExpressionParseException(string message, Exception innerException)
        : base(message, innerException) => Problem = message;

    /// <summary>Makes an exception without a place in the text.</summary>
    /// <param name="message">What is wrong.</param>
    public ExpressionParseException(string message)
        : base(message) => Problem = message;

    /// <summary>Makes an exception without a message.</summary>
    public ExpressionParseException()
    {
    }

    /// <summary>The column of the offending character, counted from 1.</summary>
    public int Column { get; } = 1;

    /// <summary>What is wrong.</summary>
    public string Problem { get; } = string.Empty;

    /// <summary>What would be right.</summary>
    public string Remedy { get; } = string.Empty;
}
