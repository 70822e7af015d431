namespace Flow.Experiments.Studies;

/// <summary>A run of a study did not reach its end; the message says which and why.</summary>
public sealed class StudyException : Exception
{
    /// <summary>Makes the exception.</summary>
    /// <param name="message">Which run, and why.</param>
    public StudyException(string message)
        : base(message)
    {
    }

    /// <summary>Makes the exception with its cause.</summary>
    /// <param name="message">Which run, and why.</param>
    /// <param name="innerException">The cause.</param>
    public StudyException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>Makes an exception without a message.</summary>
    public StudyException()
    {
    }
}
