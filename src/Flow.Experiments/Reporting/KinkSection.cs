using Flow.Experiments.Outputs;
using Flow.Experiments.Outputs.Figures;

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
            new("Units sliding along a kink, over all samples", "sliding_pairs"))
            + (run.Sliding is { Rows.Count: > 0 } sliding ? LongestSlide(sliding) : string.Empty);
    }

    /// <summary>The recorded pair that slid longest: its mask, and z in units of its largest value after it has left,
    /// or as it is where it never did.</summary>
    private static string LongestSlide(CsvTable table)
    {
        var (slides, t, isSliding) = (table.Column("slide"), table.Column("t"), table.Column("sliding"));
        var rows = Enumerable.Range(0, t.Length).GroupBy(i => slides[i])
            .MaxBy(slide => slide.Where(i => isSliding[i] == 1).Max(i => t[i]) - slide.Min(i => t[i]))!.ToList();
        var z = table.Column("z");
        var on = rows.Where(i => isSliding[i] == 1).ToList();
        if (t[on[^1]] == t[on[0]])
        {
            return string.Empty;
        }

        var (unit, sample) = (table.Column("unit")[rows[0]], table.Column("sample")[rows[0]]);
        var largest = rows.Count > on.Count ? rows.Max(i => Math.Abs(z[i])) : 0;
        var name = $"Unit {Numbers.Short(unit)} of sample {Numbers.Short(sample)}";
        var text = $"{name} slid longest of those in sliding.csv, from t = {Numbers.Short(t[on[0]])} to "
            + $"{Numbers.Short(t[on[^1]])}: its mask m takes the value that keeps its pre-activation z at zero; "
            + $"|z| was at most {Numbers.Rough(on.Max(i => Math.Abs(z[i])))} meanwhile.";
        double[] times = [.. rows.Select(i => t[i])];
        var mask = table.Column("mask");
        var chart = new LineChart(
            $"{name} on its kink",
            new ChartAxis("t"),
            new ChartAxis(string.Empty),
            [
                new("mask m", times, [.. rows.Select(i => mask[i])]) { IsDashed = true },
                new(
                    largest > 0 ? $"z / {Numbers.Rough(largest)}" : "z",
                    times,
                    [.. rows.Select(i => largest > 0 ? z[i] / largest : z[i])]),
            ]);
        return HtmlText.Paragraph(text) + chart.ToSvg();
    }
}
