using System.Net;
using System.Text;

namespace Flow.Experiments.Reporting;

/// <summary>Pieces of a page: well-formed XML without references to anything outside the page.</summary>
internal static class HtmlText
{
    /// <summary>A text with its special characters escaped.</summary>
    public static string Escape(string text) => WebUtility.HtmlEncode(text);

    /// <summary>A paragraph.</summary>
    public static string Paragraph(string text) => $"<p>{Escape(text)}</p>\n";

    /// <summary>A table; empty where there is no row.</summary>
    /// <param name="headers">The head of each column.</param>
    /// <param name="rows">The rows, one text for each column.</param>
    public static string Table(IReadOnlyList<string> headers, IEnumerable<IReadOnlyList<string>> rows)
    {
        var all = rows.ToList();
        if (all.Count == 0)
        {
            return string.Empty;
        }

        var html = new StringBuilder("<table>\n<thead>").Append(Row("th", headers)).Append("</thead>\n<tbody>\n");
        foreach (var row in all)
        {
            html.Append(Row("td", row)).Append('\n');
        }

        return html.Append("</tbody>\n</table>\n").ToString();
    }

    private static string Row(string cell, IEnumerable<string> texts) =>
        $"<tr>{string.Concat(texts.Select(text => $"<{cell}>{Escape(text)}</{cell}>"))}</tr>";
}
