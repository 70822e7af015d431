using Flow.Experiments.Outputs.Figures;

namespace Flow.Experiments.Studies;

/// <summary>
/// Batch norm without decay in discrete steps: rows grow for ever, ||w||^4 = ||w_0||^4 + 2 sum of eta^2 ||g~||^2 at
/// small steps, so that ||w||^2 is about eta ||g~|| sqrt(2 s) after s steps of constant ||g~||.
/// </summary>
internal static class BatchNormSteps
{
    /// <summary>The study.</summary>
    public static Study Study { get; } = new(
        "batch-norm-steps",
        "Batch norm without decay: discrete steps lengthen the weights without end.",
        "singular-batch-norm-steps",
        [.. new[] { "0.7", "3" }.Select(static norm => new StudyVariant($"norm {norm}", $"initialization.norm={norm}")
        {
            Trains = true,
        })],
        [new("batch-norm-steps-norm", Norms), new("batch-norm-steps-rate", Rates)],
        Findings);

    private static LineChart Norms(IReadOnlyList<StudyPart> parts) => new(
        "Norm of W_1 over the steps, without decay",
        new("step", true),
        new("||W_1||"),
        [
            .. parts.Select(static part => new ChartSeries(
                part.Variant.Label, part.Table.Column("step"), part.Table.Column("norm_1"))),
        ]);

    private static LineChart Rates(IReadOnlyList<StudyPart> parts) => new(
        "Effective learning rate of the longest row of W_1",
        new("step", true),
        new("eta/||w||^2", true),
        [
            .. parts.Select(static part => new ChartSeries(
                part.Variant.Label,
                part.Table.Column("step"),
                [
                    .. part.Table.Column("unit_norm_max_1").Select(norm =>
                        part.Experiment.Config.Train.LearningRate / (norm * norm)),
                ])),
        ]);

    private static IEnumerable<StudyFinding> Findings(IReadOnlyList<StudyPart> parts)
    {
        foreach (var part in parts)
        {
            var (label, rows) = (part.Variant.Label, part.Rows!);
            yield return new(label, "||W_1|| at the start", part.Table.Column("norm_1")[0]);
            yield return new(label, "||W_1|| at the end", part.Last("norm_1"));
            yield return new(
                label, "largest defect of the identity of a step", rows.Max(static r => r.IdentityDefect), 0);
            yield return new(label, "smallest growth of ||w||^2 in a step", rows.Min(static r => r.LeastGrowth));
            foreach (var row in rows)
            {
                yield return new(
                    label, $"||w_{row.Unit}||^4 at the end", Math.Pow(row.LastNorm, 4), row.PredictedFourthPower);
            }
        }
    }
}
