namespace Flow.Cli;

/// <summary>A command line that cannot be run; the message says what is wrong and what would be right.</summary>
public sealed class UsageException : Exception
{
    /// <summary>Makes the exception.</summary>
    /// <param name="message">What is wrong; what would be right.</param>
    public UsageException(string message)
        : base(message)
    {
    }

    /// <summary>Makes the exception with its cause.</summary>
    /// <param name="message">What is wrong; what would be right.</param>
    /// <param name="innerException">The cause.</param>
    public UsageException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>Makes an exception without a message.</summary>
    public UsageException()
    {
    }
}
