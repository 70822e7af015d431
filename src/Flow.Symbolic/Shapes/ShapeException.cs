namespace Flow.Symbolic.Shapes;

/// <summary>Thrown when an expression is built from operands whose shapes do not fit.</summary>
public sealed class ShapeException : Exception
{
    /// <summary>Makes the exception.</summary>
    /// <param name="message">What does not fit, with both shapes, and what would.</param>
    public ShapeException(string message)
        : base(message)
    {
    }

    /// <summary>Makes the exception with its cause.</summary>
    /// <param name="message">What does not fit, with both shapes, and what would.</param>
    /// <param name="innerException">The cause.</param>
    public ShapeException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>Makes an exception without a message.</summary>
    public ShapeException()
    {
    }
}
