using System.Globalization;
using System.Xml.Linq;
using Flow.Experiments.Outputs.Figures;

namespace Flow.Experiments.Tests.Outputs;

public class LineChartTests
{
    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    [Fact]
    public void Chart_is_well_formed_and_has_titles_labels_and_legend()
    {
        var chart = new LineChart(
            "a < b & c", new("t"), new("||w||", true),
            [new("first", [0, 1, 2], [1, 10, 100]), new("law", [0, 2], [1, 50]) { IsDashed = true }]);

        var root = XDocument.Parse(chart.ToSvg()).Root!;

        var texts = root.Descendants(Svg + "text").Select(static text => text.Value).ToList();
        string[] expected = ["a < b & c", "t", "||w||", "first", "law", "0", "0.5", "1", "2", "10", "100"];
        Assert.All(expected, text => Assert.Contains(text, texts));
        Assert.Equal(2, root.Elements(Svg + "polyline").Count());
        Assert.Single(root.Elements(Svg + "polyline"), static line => line.Attribute("stroke-dasharray") is not null);
        Assert.Equal(chart.ToSvg(), chart.ToSvg());
    }

    [Fact]
    public void Points_stand_where_the_axes_say()
    {
        var chart = new LineChart(
            "t", new("x"), new("y", true), [new("s", [0, 5, 10], [1, 10, 100]) { IsPoints = true }]);

        var root = XDocument.Parse(chart.ToSvg()).Root!;

        var circles = root.Elements(Svg + "circle").Take(3).Select(static c => (Of(c, "cx"), Of(c, "cy"))).ToList();
        var path = root.Element(Svg + "path")!.Attribute("d")!.Value;
        Assert.Equal("M72 40V344H530", path);
        Assert.Equal([(72, 344), (301, 192), (530, 40)], circles);
        static double Of(XElement element, string name) =>
            double.Parse(element.Attribute(name)!.Value, CultureInfo.InvariantCulture);
    }

    [Fact]
    public void Values_without_a_place_are_left_out_and_long_lines_keep_their_extremes()
    {
        double[] x = [.. Enumerable.Range(0, 10_000).Select(static i => (double)i)];
        double[] y = [.. x.Select(static i => i == 5000 ? 900 : 1 + Math.Sin(i))];
        y[7000] = -1;
        y[8000] = double.NaN;
        var chart = new LineChart("t", new("x"), new("y", true), [new("s", x, y)]);

        var points = XDocument.Parse(chart.ToSvg()).Root!.Element(Svg + "polyline")!.Attribute("points")!.Value
            .Split(' ').Select(static p => double.Parse(p.Split(',')[1], CultureInfo.InvariantCulture)).ToList();

        Assert.InRange(points.Count, 100, 400);
        // 900 on an axis up to 1000, the highest place of all.
        Assert.True(points.Min() < points.Order().ElementAt(1) - 50);
        Assert.All(points, static p => Assert.InRange(p, 40, 344));
    }

    [Fact]
    public void Chart_without_values_is_refused()
    {
        var chart = new LineChart("empty", new("x"), new("y", true), [new("s", [1], [0])]);

        Assert.Throws<InvalidOperationException>(chart.ToSvg);
    }

    [Theory]
    [InlineData(0.0, 1.0, 0.0, 1.0, 6)]
    [InlineData(0.13, 0.97, 0.0, 1.0, 6)]
    [InlineData(-3.0, 42.0, -10.0, 50.0, 7)]
    [InlineData(5.0, 5.0, 5.0, 10.0, 6)]
    public void Linear_axes_end_at_whole_ticks(double smallest, double largest, double low, double high, int ticks)
    {
        var axis = new ChartAxis("x");

        var range = axis.Range(smallest, largest);

        Assert.Equal(low, range.Low, 1e-12);
        Assert.Equal(high, range.High, 1e-12);
        Assert.Equal(ticks, axis.Ticks(range.Low, range.High).Count());
    }

    [Fact]
    public void Logarithmic_axes_end_at_decades_with_few_ticks()
    {
        var axis = new ChartAxis("x", true);

        var (low, high) = axis.Range(3e-9, 2e11);

        Assert.Equal(1e-9, low, 1e-20);
        Assert.Equal(1e12, high, 1);
        Assert.InRange(axis.Ticks(low, high).Count(), 4, 8);
        Assert.Equal("1e-9", axis.Text(low));
        Assert.Equal("100", axis.Text(100));
    }
}
