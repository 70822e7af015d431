using Flow.Experiments.Outputs.Figures;

namespace Flow.Experiments.Studies;

/// <summary>
/// Batch norm without decay: the flow keeps the norm of each row before a batch norm, which is one zero eigenvalue for
/// each such unit in the weights' coordinates, so that the end keeps the norms of the start.
/// </summary>
internal static class BatchNormFlow
{
    /// <summary>The study.</summary>
    public static Study Study { get; } = new(
        "batch-norm-flow",
        "Batch norm without decay: the flow keeps row norms, one zero eigenvalue for each unit.",
        "singular-batch-norm-flow",
        [.. new[] { "0.5", "1", "2" }.Select(static norm => new StudyVariant(
            $"norm {norm}", $"initialization.norm={norm}")
        {
            Analyzes = true,
        })],
        [new("batch-norm-flow-norms", Norms), new("batch-norm-flow-loss", Loss)],
        Findings);

    private static LineChart Norms(IReadOnlyList<StudyPart> parts) => new(
        "Smallest and largest row norm of W_1 along the flow",
        new("t", true),
        new("||w_i||"),
        [
            .. parts.SelectMany(static part => new[]
            {
                new ChartSeries(
                    part.Variant.Label + ", min", part.Table.Column("t"), part.Table.Column("unit_norm_min_1")),
                new ChartSeries(
                    part.Variant.Label + ", max", part.Table.Column("t"), part.Table.Column("unit_norm_max_1"))
                {
                    IsDashed = true,
                },
            }),
        ]);

    private static LineChart Loss(IReadOnlyList<StudyPart> parts) => new(
        "Loss along the flow: the norm of the start sets the speed",
        new("t", true),
        new("loss", true),
        [
            .. parts.Select(static part => new ChartSeries(
                part.Variant.Label, part.Table.Column("t"), part.Table.Column("loss"))),
        ]);

    private static IEnumerable<StudyFinding> Findings(IReadOnlyList<StudyPart> parts)
    {
        foreach (var part in parts)
        {
            var (label, zeros) = (part.Variant.Label, part.Analysis!.Zeros);
            foreach (var column in new[] { "unit_norm_min_1", "unit_norm_max_1" })
            {
                yield return new(label, column + " at the end", part.Last(column), part.Table.Column(column)[0]);
            }

            yield return new(label, "zero eigenvalues", zeros.Counted!.Value, zeros.Theory);
            yield return new(label, "loss at the end", part.Last("loss"));
            yield return new(label, "rho at the end", part.Last("rho"));
        }
    }
}
