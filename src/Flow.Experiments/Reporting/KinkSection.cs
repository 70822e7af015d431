using Flow.Experiments.Outputs;

namespace Flow.Experiments.Reporting;

/// <summary>The kinks of a piecewise-linear network along the trajectory.</summary>
internal static class KinkSection
{
    public static string Write(RunFiles run)
    {
        if (run.Trajectory is not { } table || !table.Columns.Contains("kink_crossings"))
        {
            return string.Empty;
        }

        var crossings = Numbers.Short(table.Column("kink_crossings")[^1]);
        var text = $"The switching functions (one for each sample and unit) changed sign {crossings} times.";
        if (table.Columns.Contains("sliding_pairs"))
        {
            text += $" At most {Numbers.Short(table.Column("sliding_pairs").Max())} of them stayed at zero at once "
                + "at a recorded time: the solution slides along these kinks, and its velocity is the convex "
                + "combination of those of both sides that keeps it there.";
        }

        return HtmlText.Paragraph(text) + ReportSections.Charts(
            table,
            new("Kinks crossed", "kink_crossings"),
            new("Units sliding along a kink, over all samples", "sliding_pairs"));
    }
}
