using Flow.Experiments.Outputs.Figures;

namespace Flow.Experiments.Studies;

/// <summary>
/// lambda to 0 and t to infinity do not commute: the equilibrium's rho has a limit as lambda goes to 0, which no start
/// changes; at lambda = 0 the flow ends where its start leads it.
/// </summary>
internal static class VanishingDecay
{
    private static readonly string[] Decays = ["1e-1", "1e-2", "1e-3", "1e-4"];
    private static readonly string[] Starts = ["0.5", "1", "5", "20"];

    /// <summary>The study.</summary>
    public static Study Study { get; } = new(
        "vanishing-decay",
        "lambda to 0: two time scales, and limits that do not commute.",
        "singular-decay",
        [
            .. Decays.Select(static lambda => Variant(lambda, "1")),
            .. Starts.Select(static rho => Variant("0", rho)),
            Variant("1e-3", "20"),
        ],
        [new("vanishing-decay-rho", Curves), new("vanishing-decay-limits", Limits)],
        Findings);

    private static StudyVariant Variant(string lambda, string rho) => new(
        $"lambda {lambda} rho0 {rho}", $"model.weightDecay={lambda}", $"initialization.rho={rho}")
    {
        Analyzes = true,
    };

    private static LineChart Curves(IReadOnlyList<StudyPart> parts) => new(
        "rho(t) for several lambda and rho(0)",
        new("t", true),
        new("rho", true),
        [
            .. parts.Select(static part => new ChartSeries(
                part.Variant.Label, part.Table.Column("t"), part.Table.Column("rho"))
            {
                IsDashed = part.Experiment.Lambda == 0,
            }),
        ]);

    private static LineChart Limits(IReadOnlyList<StudyPart> parts)
    {
        var decayed = parts.Where(static part => part.Experiment.Lambda > 0).ToList();
        double[] ends = [decayed.Min(static p => p.Experiment.Lambda), decayed.Max(static p => p.Experiment.Lambda)];
        return new(
            "rho at the equilibrium over lambda; at lambda = 0 for four starts",
            new("lambda", true),
            new("rho", true),
            [
                new(
                    "lambda > 0",
                    [.. decayed.Select(static part => part.Experiment.Lambda)],
                    [.. decayed.Select(static part => part.Analysis!.Equilibrium.Rho)])
                {
                    IsPoints = true,
                },
                .. parts.Where(static part => part.Experiment.Lambda == 0).Select(part => new ChartSeries(
                    part.Variant.Label, ends,
                    [part.Analysis!.Equilibrium.Rho, part.Analysis.Equilibrium.Rho])
                {
                    IsDashed = true,
                }),
            ]);
    }

    private static IEnumerable<StudyFinding> Findings(IReadOnlyList<StudyPart> parts)
    {
        foreach (var part in parts)
        {
            var (label, analysis) = (part.Variant.Label, part.Analysis!);
            yield return new(label, "rho at the end of the flow", part.Last("rho"));
            yield return new(
                label, "rho at the equilibrium", analysis.Equilibrium.Rho, analysis.Equilibrium.RhoEquilibrium);
            yield return new(label, "zero eigenvalues", analysis.Zeros.Counted!.Value, analysis.Zeros.Theory);
            if (analysis.Spectrum.Slowest is [var slowest, ..])
            {
                yield return new(label, "slowest time scale 1/|mu|", slowest.Time);
            }

            if (analysis.Spectrum.Slowest is [{ OverLambda: { } ratio }, ..])
            {
                yield return new(label, "slowest mu/lambda", ratio);
            }
        }
    }
}
