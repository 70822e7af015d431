namespace Flow.Integrators;

/// <summary>The families of solvers.</summary>
public enum SolverKind
{
    /// <summary>Explicit one-step method with a step size that the user gives.</summary>
    ExplicitFixedStep,

    /// <summary>Explicit one-step method with an embedded error estimate and step control.</summary>
    ExplicitAdaptive,

    /// <summary>Explicit method with an extended interval of stability along the negative real axis.</summary>
    Stabilized,

    /// <summary>Implicit method for stiff problems.</summary>
    Implicit,

    /// <summary>Multistep method that chooses its order and its step sizes.</summary>
    Multistep,

    /// <summary>Method of another library.</summary>
    Library,
}
