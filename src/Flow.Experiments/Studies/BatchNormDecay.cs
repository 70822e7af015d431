using Flow.Experiments.Outputs.Figures;

namespace Flow.Experiments.Studies;

/// <summary>
/// Batch norm with decay: the flow shrinks the rows to nothing, discrete steps balance growth and decay at
/// the mean of ||w||^4 = eta times the mean of ||g~||^2/(4 lambda), turning each row by sqrt(4 eta lambda) a step.
/// </summary>
internal static class BatchNormDecay
{
    /// <summary>The study.</summary>
    public static Study Study { get; } = new(
        "batch-norm-decay",
        "Batch norm with decay: no equilibrium of the flow, a balance of discrete steps.",
        "singular-batch-norm-decay",
        [
            new("flow"),
            .. new[] { "0.7", "2", "5" }.Select(static norm => new StudyVariant(
                $"steps, norm {norm}", $"initialization.norm={norm}")
            {
                Trains = true,
            }),
        ],
        [new("batch-norm-decay-norm", Norms)],
        Findings);

    private static LineChart Norms(IReadOnlyList<StudyPart> parts) => new(
        "Norm of W_1: the flow and discrete steps from three starts",
        new("t = eta s", true),
        new("||W_1||", true),
        [
            .. parts.Select(static part => new ChartSeries(
                part.Variant.Label, part.Table.Column("t"), part.Table.Column("norm_1"))
            {
                IsDashed = !part.Variant.Trains,
            }),
        ]);

    private static IEnumerable<StudyFinding> Findings(IReadOnlyList<StudyPart> parts)
    {
        foreach (var part in parts)
        {
            var (label, lambda) = (part.Variant.Label, part.Experiment.Lambda);
            if (part.Rows is not { } rows)
            {
                var law = part.Table.Column("norm_1")[0] * Math.Exp(-2 * lambda * part.Last("t"));
                yield return new(label, "||W_1|| at the end", part.Last("norm_1"), law);
                continue;
            }

            var turn = Math.Sqrt(4 * part.Experiment.Config.Train.LearningRate * lambda);
            yield return new(label, "||W_1|| at the end", part.Last("norm_1"));
            yield return new(
                label, "largest defect of the identity of a step", rows.Max(static r => r.IdentityDefect), 0);
            foreach (var row in rows)
            {
                var balance = row.Rate * row.MeanSquaredGradient / (4 * lambda);
                yield return new(label, $"mean of ||w_{row.Unit}||^4", row.MeanFourthPower, balance);
                yield return new(label, $"rotation of w_{row.Unit} in a step", row.Rotation, turn);
            }
        }
    }
}
