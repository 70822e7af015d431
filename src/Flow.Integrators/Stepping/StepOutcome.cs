namespace Flow.Integrators.Stepping;

/// <summary>The result of a trial step.</summary>
/// <param name="Verdict">Whether the trial is usable at all.</param>
/// <param name="ErrorNorm">Weighted norm of the local error estimate, at most 1 where the tolerance is met; NaN where
/// the method has no estimate or the trial is not usable.</param>
/// <param name="WorstComponent">Index of the component with the largest weighted error, or the first that is not
/// finite; -1 where unknown.</param>
/// <param name="NormDefect">How far the end point was off the manifold before its retraction, 0 without constraint.
/// </param>
public readonly record struct StepOutcome(
    TrialVerdict Verdict, double ErrorNorm, int WorstComponent, double NormDefect)
{
    /// <summary>The outcome of a step that met a singular formula.</summary>
    public static StepOutcome Singular => new(TrialVerdict.Singular, double.NaN, -1, 0);

    /// <summary>The outcome of an implicit step whose equations were not solved.</summary>
    public static StepOutcome Unsolved => new(TrialVerdict.Unsolved, double.NaN, -1, 0);

    /// <summary>The outcome of a step that met NaN or infinity.</summary>
    /// <param name="component">The first such component, -1 where unknown.</param>
    /// <returns>The outcome.</returns>
    public static StepOutcome NonFinite(int component) => new(TrialVerdict.NonFinite, double.NaN, component, 0);
}
