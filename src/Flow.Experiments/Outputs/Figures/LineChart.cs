using System.Globalization;
using System.Security;
using System.Text;

namespace Flow.Experiments.Outputs.Figures;

/// <summary>A chart of lines or points as an SVG text: axes with ticks, grid, legend; always the same bytes.</summary>
/// <param name="Title">Stands above it.</param>
/// <param name="X">The horizontal axis.</param>
/// <param name="Y">The vertical axis.</param>
/// <param name="Series">The lines, at least one with a value that can be shown.</param>
public sealed record LineChart(string Title, ChartAxis X, ChartAxis Y, IReadOnlyList<ChartSeries> Series)
{
    private const int Width = 760;
    private const int Height = 400;
    private const int Left = 72;
    private const int Right = 230;
    private const int Top = 40;
    private const int Bottom = 56;
    private const int MostPoints = 300;

    // M. Okabe, K. Ito, "Color universal design", 2008: told apart by the colour-blind too.
    private static readonly string[] Colours =
        ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#000000", "#8a6d00", "#7b3294", "#999999"];

    /// <summary>The SVG text.</summary>
    /// <exception cref="InvalidOperationException">No series has a value that can be shown.</exception>
    public string ToSvg()
    {
        var points = Series.SelectMany(Shown).ToList();
        if (points.Count == 0)
        {
            throw new InvalidOperationException($"The chart '{Title}' has nothing to show.");
        }

        var x = X.Range(points.Min(static p => p.X), points.Max(static p => p.X));
        var y = Y.Range(points.Min(static p => p.Y), points.Max(static p => p.Y));
        var svg = new StringBuilder();
        svg.Append(Text($"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{Width}\" height=\"{Height}\" "));
        svg.Append(Text($"viewBox=\"0 0 {Width} {Height}\" font-family=\"sans-serif\" font-size=\"12\">\n"));
        svg.Append(Text($"<rect width=\"{Width}\" height=\"{Height}\" fill=\"white\"/>\n"));
        svg.Append(Text($"<text x=\"{Left}\" y=\"22\" font-size=\"14\">{SecurityElement.Escape(Title)}</text>\n"));
        AppendAxes(svg, x, y);
        for (var i = 0; i < Series.Count; i++)
        {
            AppendSeries(svg, i, x, y);
            AppendLegend(svg, i);
        }

        return svg.Append("</svg>\n").ToString();
    }

    private IEnumerable<(double X, double Y)> Shown(ChartSeries series) =>
        series.X.Zip(series.Y).Where(point => X.Shows(point.First) && Y.Shows(point.Second));

    private double Across(double value, (double Low, double High) range) =>
        Left + (X.Place(value, range.Low, range.High) * (Width - Left - Right));

    private double Down(double value, (double Low, double High) range) =>
        Height - Bottom - (Y.Place(value, range.Low, range.High) * (Height - Top - Bottom));

    private void AppendAxes(StringBuilder svg, (double Low, double High) x, (double Low, double High) y)
    {
        var (right, bottom) = (Width - Right, Height - Bottom);
        svg.Append("<g stroke=\"#dddddd\">\n");
        foreach (var tick in X.Ticks(x.Low, x.High))
        {
            var place = Across(tick, x);
            svg.Append(Text($"<line x1=\"{place:F1}\" y1=\"{Top}\" x2=\"{place:F1}\" y2=\"{bottom}\"/>\n"));
        }

        foreach (var tick in Y.Ticks(y.Low, y.High))
        {
            var place = Down(tick, y);
            svg.Append(Text($"<line x1=\"{Left}\" y1=\"{place:F1}\" x2=\"{right}\" y2=\"{place:F1}\"/>\n"));
        }

        svg.Append("</g>\n");
        svg.Append(Text($"<path d=\"M{Left} {Top}V{bottom}H{right}\" fill=\"none\" stroke=\"black\"/>\n"));
        foreach (var tick in X.Ticks(x.Low, x.High))
        {
            var place = Across(tick, x);
            svg.Append(Text($"<text x=\"{place:F1}\" y=\"{bottom + 18}\" text-anchor=\"middle\">"));
            svg.Append(Text($"{X.Text(tick)}</text>\n"));
        }

        foreach (var tick in Y.Ticks(y.Low, y.High))
        {
            var place = Down(tick, y) + 4;
            svg.Append(Text($"<text x=\"{Left - 8}\" y=\"{place:F1}\" text-anchor=\"end\">{Y.Text(tick)}</text>\n"));
        }

        var (middle, centre) = ((Left + right) / 2, (Top + bottom) / 2);
        svg.Append(Text($"<text x=\"{middle}\" y=\"{Height - 14}\" text-anchor=\"middle\">"));
        svg.Append(Text($"{SecurityElement.Escape(X.Label)}</text>\n"));
        svg.Append(Text($"<text transform=\"translate(16 {centre}) rotate(-90)\" text-anchor=\"middle\">"));
        svg.Append(Text($"{SecurityElement.Escape(Y.Label)}</text>\n"));
    }

    private void AppendSeries(StringBuilder svg, int index, (double Low, double High) x, (double Low, double High) y)
    {
        var series = Series[index];
        var all = Shown(series).Select(point => (X: Across(point.X, x), Y: Down(point.Y, y))).ToList();
        var points = Thinned(all);
        if (series.IsPoints)
        {
            foreach (var point in points)
            {
                svg.Append(Text($"<circle cx=\"{point.X:F1}\" cy=\"{point.Y:F1}\" r=\"2.5\" "));
                svg.Append(Text($"fill=\"{Colour(index)}\"/>\n"));
            }
        }
        else if (points.Count > 0)
        {
            svg.Append("<polyline points=\"");
            svg.AppendJoin(' ', points.Select(static point => Text($"{point.X:F1},{point.Y:F1}")));
            svg.Append(Text($"\" fill=\"none\" stroke-width=\"1.6\" stroke=\"{Colour(index)}\"{Dash(series)}/>\n"));
        }
    }

    private void AppendLegend(StringBuilder svg, int index)
    {
        var (x, y) = (Width - Right + 14, Top + 8 + (20 * index));
        var series = Series[index];
        svg.Append(series.IsPoints
            ? Text($"<circle cx=\"{x + 11}\" cy=\"{y}\" r=\"2.5\" fill=\"{Colour(index)}\"/>\n")
            : Text($"<line x1=\"{x}\" y1=\"{y}\" x2=\"{x + 22}\" y2=\"{y}\" stroke-width=\"1.6\" ")
                + Text($"stroke=\"{Colour(index)}\"{Dash(series)}/>\n"));
        svg.Append(Text($"<text x=\"{x + 28}\" y=\"{y + 4}\">{SecurityElement.Escape(series.Name)}</text>\n"));
    }

    /// <summary>No more points than can be told apart: the lowest and the highest of each group stay.</summary>
    private static List<(double X, double Y)> Thinned(List<(double X, double Y)> points)
    {
        if (points.Count <= MostPoints)
        {
            return points;
        }

        var groups = MostPoints / 2;
        var thinned = new List<(double X, double Y)> { points[0] };
        for (var g = 0; g < groups; g++)
        {
            var (from, to) = (points.Count * g / groups, points.Count * (g + 1) / groups);
            var group = points[from..to];
            thinned.AddRange(new[] { group.MinBy(static p => p.Y), group.MaxBy(static p => p.Y) }
                .Distinct().OrderBy(static p => p.X));
        }

        thinned.Add(points[^1]);
        return thinned;
    }

    private static string Colour(int index) => Colours[index % Colours.Length];

    private static string Dash(ChartSeries series) => series.IsDashed ? " stroke-dasharray=\"6 4\"" : string.Empty;

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
