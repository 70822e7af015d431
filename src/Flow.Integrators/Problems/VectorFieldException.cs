namespace Flow.Integrators.Problems;

/// <summary>Thrown by a vector field whose formula is singular at the given point; the integrator shortens the step,
/// and ends the run with <see cref="IntegrationStatus.SingularField"/> and this text where that does not
/// help.</summary>
public sealed class VectorFieldException : Exception
{
    /// <summary>Creates the exception without a cause.</summary>
    public VectorFieldException()
        : this("singular formula", "look at the vector field near the reported time")
    {
    }

    /// <summary>Creates the exception with a cause only.</summary>
    /// <param name="message">What became singular.</param>
    public VectorFieldException(string message)
        : this(message, "look at the vector field near the reported time")
    {
    }

    /// <summary>Creates the exception with a cause and an inner exception.</summary>
    /// <param name="message">What became singular.</param>
    /// <param name="innerException">The exception that was met.</param>
    public VectorFieldException(string message, Exception innerException)
        : base(message, innerException)
    {
        Name = message;
        Advice = "look at the vector field near the reported time";
    }

    /// <summary>Creates the exception with a cause and an advice.</summary>
    /// <param name="name">What became singular, such as "rho reached 0".</param>
    /// <param name="advice">What the user can do about it, one sentence without a full stop.</param>
    public VectorFieldException(string name, string advice)
        : base($"{name}; {advice}")
    {
        Name = name;
        Advice = advice;
    }

    /// <summary>What became singular.</summary>
    public string Name { get; }

    /// <summary>What the user can do about it.</summary>
    public string Advice { get; }
}
