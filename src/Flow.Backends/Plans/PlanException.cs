namespace Flow.Backends.Plans;

/// <summary>Thrown when a graph cannot be compiled; the message names the node and what would be right.</summary>
public sealed class PlanException : Exception
{
    /// <summary>Makes the exception.</summary>
    /// <param name="message">What is wrong and what would be right.</param>
    public PlanException(string message)
        : base(message)
    {
    }

    /// <summary>Makes the exception with its cause.</summary>
    /// <param name="message">What is wrong and what would be right.</param>
    /// <param name="innerException">The cause.</param>
    public PlanException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>Makes an exception without a message.</summary>
    public PlanException()
    {
    }
}
