namespace Flow.Experiments.Outputs;

/// <summary>What a certificate rests on.</summary>
public sealed record CertificateDetails
{
    /// <summary>Why an observable is not certified, by its column.</summary>
    public required IReadOnlyDictionary<string, string> Uncertified { get; init; }

    /// <summary>The exponent with which errors have to fall with the tolerance or the step.</summary>
    public required double ExpectedRate { get; init; }

    /// <summary>By how much each companion run divides the tolerance or the step.</summary>
    public required double RefinementFactor { get; init; }

    /// <summary>The exponents that the differences between successive runs showed, by column.</summary>
    public required IReadOnlyDictionary<string, IReadOnlyList<double>> Rates { get; init; }

    /// <summary>The factors by which these differences fell, by column.</summary>
    public required IReadOnlyDictionary<string, IReadOnlyList<double>> Ratios { get; init; }

    /// <summary>The bounds of rounding errors, by column, of the observables whose differences are within them.
    /// </summary>
    public required IReadOnlyDictionary<string, double> AtRoundingFloor { get; init; }

    /// <summary>The companion runs.</summary>
    public required IReadOnlyList<CompanionSummary> Companions { get; init; }

    /// <summary>Evaluations of the right-hand side by companion runs and the audit, which are not among those of the
    /// run's statistics.</summary>
    public required long RhsEvaluations { get; init; }

    /// <summary>Largest norm defect of the run before a retraction, null without norms to keep.</summary>
    public double? NormDefect { get; init; }

    /// <summary>The energy balance and the invariants along the run repeated, null where it could not be.</summary>
    public FlowAuditSummary? Audit { get; init; }
}
