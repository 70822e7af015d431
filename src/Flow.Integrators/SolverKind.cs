namespace Flow.Integrators;

/// <summary>The families of solvers.</summary>
public enum SolverKind
{
    /// <summary>Explicit one-step method with a step size that the user gives.</summary>
    ExplicitFixedStep,

    /// <summary>Explicit one-step method with an embedded error estimate and step control.</summary>
    ExplicitAdaptive,

    /// <summary>Multistep method that chooses its order and its step sizes.</summary>
    Multistep,
}
