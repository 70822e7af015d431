using System.Text;
using Flow.Experiments.Outputs;

namespace Flow.Experiments.Reporting;

/// <summary>The report on one or several runs: one page of HTML that needs nothing else.</summary>
public static class HtmlReport
{
    /// <summary>The name of the report in a run directory.</summary>
    public const string FileName = "report.html";

    private const string Style = """
        body { font-family: sans-serif; max-width: 100rem; margin: 1rem auto; padding: 0 1rem; color: #222; }
        table { border-collapse: collapse; margin: 0.5rem 1.5rem 0.5rem 0; display: inline-table; vertical-align: top; }
        th, td { border-bottom: 1px solid #ddd; padding: 0.15rem 0.8rem 0.15rem 0; text-align: left; }
        td + td { font-variant-numeric: tabular-nums; }
        svg { width: 49%; min-width: 30rem; max-width: 760px; height: auto; }
        pre { background: #f6f6f6; padding: 0.6rem; overflow-x: auto; }
        """;

    private static readonly ReportChart[] Overlays =
    [
        new("Loss", "loss"), new("Scale", "rho"), new("Smallest margin of the normalized network", "margin_min"),
        new("Train error", "train_error"), new("Norm of the right-hand side", "grad_norm"),
    ];

    /// <summary>The page.</summary>
    /// <param name="runs">The runs, at least one.</param>
    public static string Page(IReadOnlyList<RunFiles> runs)
    {
        ArgumentOutOfRangeException.ThrowIfZero(runs.Count);
        var title = HtmlText.Escape(string.Join(", ", runs.Select(static run => run.Name)));
        var html = new StringBuilder("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\"/>\n");
        html.Append($"<title>{title}</title>\n<style>\n{Style}\n</style>\n</head>\n<body>\n<h1>{title}</h1>\n");
        if (runs.Count > 1)
        {
            html.Append("<section>\n<h2>All runs</h2>\n").Append(Together(runs)).Append("</section>\n");
        }

        foreach (var run in runs)
        {
            Append(html, run, runs.Count > 1);
        }

        return html.Append("</body>\n</html>\n").ToString();
    }

    /// <summary>Writes the report on a run into its directory, completely or not at all.</summary>
    /// <param name="directory">The run directory.</param>
    /// <returns>The file.</returns>
    /// <exception cref="Configuration.ConfigurationException">The directory is not that of a run.</exception>
    /// <exception cref="OutputException">The file system refuses.</exception>
    public static string WriteFor(string directory)
    {
        var path = Path.Combine(directory, FileName);
        AtomicFile.WriteText(path, Page([RunFiles.Read(directory)]));
        return path;
    }

    private static void Append(StringBuilder html, RunFiles run, bool isNamed)
    {
        if (isNamed)
        {
            html.Append($"<h2>{HtmlText.Escape(run.Name)}</h2>\n");
        }

        var heading = isNamed ? "h3" : "h2";
        foreach (var section in ReportSections.All)
        {
            if (section.Write(run) is { Length: > 0 } content)
            {
                html.Append($"<section>\n<{heading}>{HtmlText.Escape(section.Title)}</{heading}>\n");
                html.Append(content).Append("</section>\n");
            }
        }
    }

    private static string Together(IReadOnlyList<RunFiles> runs)
    {
        string[] columns = [.. runs.SelectMany(static run => run.Summary?.Final.Keys ?? []).Distinct()];
        var table = HtmlText.Table(
            ["", .. runs.Select(static run => run.Name)],
            columns.Select(column => (string[])[column, .. runs.Select(run => Final(run, column))]));
        var tables = runs.Select(static run => (run.Name, Table: run.Trajectory ?? run.Training))
            .Where(static run => run.Table is not null).Select(static run => (run.Name, run.Table!)).ToList();
        return table + string.Concat(Overlays.Select(chart => chart.Of(tables)?.ToSvg()));
    }

    private static string Final(RunFiles run, string column) =>
        run.Summary?.Final.TryGetValue(column, out var value) == true ? Numbers.Short(value) : string.Empty;
}
