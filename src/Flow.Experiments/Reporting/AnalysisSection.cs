using Flow.Experiments.Analyzing;
using Flow.Experiments.Outputs;
using Flow.Experiments.Outputs.Figures;

namespace Flow.Experiments.Reporting;

/// <summary>What `analyze` found: the equilibrium, the spectrum of the Jacobian there, its zeros.</summary>
internal static class AnalysisSection
{
    public static string Write(RunFiles run)
    {
        if (run.Analysis is not { } analysis)
        {
            return string.Empty;
        }

        return HtmlText.Table(["", ""], AnalysisRows.Of(analysis).Select(static row => new[] { row.Name, row.Value }))
            + string.Concat(analysis.Notes.Select(HtmlText.Paragraph))
            + Slowest(analysis)
            + Chart(run);
    }

    private static string Slowest(AnalysisResult analysis) => HtmlText.Table(
        ["slowest eigenvalue", "time", "over lambda"],
        analysis.Spectrum.Slowest.Select(static scale => new[]
        {
            Numbers.Short(scale.Eigenvalue),
            Numbers.Short(scale.Time),
            scale.OverLambda is { } ratio ? Numbers.Short(ratio) : string.Empty,
        }));

    private static string? Chart(RunFiles run)
    {
        if (run.Spectrum is not { Rows.Count: > 0 } table)
        {
            return null;
        }

        var moduli = table.Column(table.Columns[1]).Select(Math.Abs).Order().ToList();
        double[] places = [.. Enumerable.Range(1, moduli.Count)];
        return ReportChart.Draw(
            "Moduli of the eigenvalues, from the slowest", "number",
            [new ChartSeries("|mu|", places, moduli) { IsPoints = true }])?.ToSvg();
    }
}
