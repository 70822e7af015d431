namespace Flow.Integrators;

/// <summary>Thrown where a solver is asked for that needs a library which is not installed.</summary>
public sealed class SolverUnavailableException : ArgumentException
{
    /// <summary>Creates the exception without a cause.</summary>
    public SolverUnavailableException()
        : this("the solver cannot run here")
    {
    }

    /// <summary>Creates the exception.</summary>
    /// <param name="message">What is missing and the remedy.</param>
    public SolverUnavailableException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception with an inner exception.</summary>
    /// <param name="message">What is missing and the remedy.</param>
    /// <param name="innerException">The exception that was met.</param>
    public SolverUnavailableException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>Creates the exception.</summary>
    /// <param name="solver">The name of the solver.</param>
    /// <param name="missing">What it needs and the remedy, a clause that follows its name.</param>
    public SolverUnavailableException(string solver, string missing)
        : base($"{solver} {missing}")
    {
    }
}
