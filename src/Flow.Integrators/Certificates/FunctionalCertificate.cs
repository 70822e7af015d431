namespace Flow.Integrators.Certificates;

/// <summary>The error of one functional of the delivered run.</summary>
/// <param name="Functional">The functional.</param>
/// <param name="Verdict">What is known.</param>
/// <param name="Reason">Why nothing is known, otherwise null.</param>
/// <param name="Estimates">The estimate of the error at each sample time; meaningless where uncertified.</param>
/// <param name="Differences">Root mean square over the sample times of the difference between each run and the next
/// finer one, coarsest first.</param>
/// <param name="Rates">log(difference / next difference) / log(refinement factor), the observed exponents.</param>
/// <param name="RoundingFloor">The bound of the rounding errors of a run in this functional.</param>
public sealed record FunctionalCertificate(
    ScalarFunctional Functional,
    CertificateVerdict Verdict,
    string? Reason,
    IReadOnlyList<double> Estimates,
    IReadOnlyList<double> Differences,
    IReadOnlyList<double> Rates,
    double RoundingFloor)
{
    /// <summary>The factors by which the differences fell, one for each rate.</summary>
    public IReadOnlyList<double> Ratios => [.. Differences.Zip(Differences.Skip(1), static (d, next) => d / next)];

    /// <summary>The largest estimate over all sample times.</summary>
    public double Estimate => Estimates.Count == 0 ? double.NaN : Estimates.Max();
}
