namespace Flow.Integrators.Certificates;

/// <summary>What companion runs say about the global error of a run.</summary>
/// <param name="Functionals">One entry for each functional; empty where no difference could be formed.</param>
/// <param name="Companions">The companion runs, in the order in which they were made.</param>
/// <param name="ExpectedRate">The exponent with which the error has to fall along the refinements.</param>
/// <param name="RefinementFactor">By how much each refinement divides the tolerance or the step.</param>
/// <param name="Failure">Why there are no differences, otherwise null.</param>
public sealed record Certificate(
    IReadOnlyList<FunctionalCertificate> Functionals,
    IReadOnlyList<CompanionRun> Companions,
    double ExpectedRate,
    double RefinementFactor,
    string? Failure)
{
    /// <summary>Whether every functional's error is known.</summary>
    public bool IsComplete =>
        Failure is null && Functionals.All(static f => f.Verdict != CertificateVerdict.Uncertified);

    /// <summary>Evaluations of the vector field by all companion runs together.</summary>
    public long FieldEvaluations => Companions.Sum(static run => run.Statistics.FieldEvaluations);
}
