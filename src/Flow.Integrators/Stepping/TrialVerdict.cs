namespace Flow.Integrators.Stepping;

/// <summary>What became of a trial step, before its error is looked at; everything but <see cref="Completed"/> forces a
/// rejection whatever the error estimate says.</summary>
public enum TrialVerdict
{
    /// <summary>The step has a finite end point and, if the method has one, a finite error estimate.</summary>
    Completed,

    /// <summary>An entry of the end point or of the error estimate is NaN or infinite.</summary>
    NonFinite,

    /// <summary>The vector field reported a singular formula.</summary>
    Singular,

    /// <summary>The step was far beyond the stability limit, which its error estimate may not show; a step of the same
    /// size with what it brought to light may succeed.</summary>
    Unstable,

    /// <summary>The equations of an implicit step were not solved: Newton's iteration or the linear solver failed.
    /// </summary>
    Unsolved,

    /// <summary>The step met more events than a step may have.</summary>
    Crowded,
}
