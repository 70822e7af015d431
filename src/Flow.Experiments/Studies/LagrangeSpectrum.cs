using Flow.Experiments.Outputs.Figures;

namespace Flow.Experiments.Studies;

/// <summary>
/// Lagrange multipliers with decay on rho: hyperbolic without batch norm; with it the d_k - 1 relative row scales of
/// each normalized layer are neutral.
/// </summary>
internal static class LagrangeSpectrum
{
    private const string Normalized =
        "model.layers=[dense: {units: 3}, batch-norm: {epsilon: 0.0}, activation: tanh]";

    /// <summary>The study.</summary>
    public static Study Study { get; } = new(
        "lagrange-spectrum",
        "Lagrange with decay on rho: hyperbolic without batch norm, d_k - 1 neutral row scales with it.",
        "singular-lagrange",
        [
            new("without batch norm") { Analyzes = true },
            new("with batch norm", Normalized) { Analyzes = true },
            new("with batch norm, 5 units", Normalized.Replace("3}", "5}", StringComparison.Ordinal))
            {
                Analyzes = true,
            },
        ],
        [new("lagrange-spectrum", Spectra)],
        Findings);

    private static LineChart Spectra(IReadOnlyList<StudyPart> parts) => new(
        "Moduli of the Jacobian's eigenvalues at the equilibrium (1e-18 and below drawn at 1e-18)",
        new("number, from the slowest"),
        new("|mu|", true),
        [
            .. parts.Select(static part =>
            {
                double[] moduli =
                    [.. part.Analysis!.Eigenvalues.Select(static e => Math.Max(1e-18, Math.Abs(e.Value))).Order()];
                return new ChartSeries(
                    part.Variant.Label, [.. Enumerable.Range(1, moduli.Length).Select(static i => (double)i)], moduli)
                {
                    IsPoints = true,
                };
            }),
        ]);

    private static IEnumerable<StudyFinding> Findings(IReadOnlyList<StudyPart> parts)
    {
        foreach (var part in parts)
        {
            var (label, analysis) = (part.Variant.Label, part.Analysis!);
            yield return new(label, "zero eigenvalues", analysis.Zeros.Counted!.Value, analysis.Zeros.Theory);
            yield return new(label, "smallest other modulus", analysis.Zeros.SmallestOther ?? double.NaN);
            yield return new(
                label, "rho at the equilibrium", analysis.Equilibrium.Rho, analysis.Equilibrium.RhoEquilibrium);
        }
    }
}
