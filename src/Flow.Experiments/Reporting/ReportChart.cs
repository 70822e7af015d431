using Flow.Experiments.Outputs;
using Flow.Experiments.Outputs.Figures;

namespace Flow.Experiments.Reporting;

/// <summary>A chart of some columns of a run's table over its time.</summary>
/// <param name="Title">Stands above it.</param>
/// <param name="Columns">Names of columns; `norm_*` stands for norm_1, norm_2, ...; absent ones are left out.</param>
public sealed record ReportChart(string Title, params IReadOnlyList<string> Columns)
{
    /// <summary>Values that spread more than this get a logarithmic axis.</summary>
    private const double Wide = 50;

    /// <summary>Times that spread more than this were sampled logarithmically.</summary>
    private const double WideTime = 1000;

    /// <summary>As many as a legend has room for.</summary>
    private const int MostSeries = 15;

    /// <summary>The chart of one table; null where no column has a value.</summary>
    /// <param name="table">The table, with a column t.</param>
    public LineChart? Of(CsvTable table) => Of([(string.Empty, table)]);

    /// <summary>The chart of several runs' tables; null where no column has a value.</summary>
    /// <param name="tables">Each run's name and table, with a column t.</param>
    public LineChart? Of(IEnumerable<(string Run, CsvTable Table)> tables)
    {
        var series = tables.SelectMany(run => Find(run.Table).Select(column => new ChartSeries(
            Columns.Count == 1 && run.Run.Length > 0 ? run.Run : $"{run.Run} {column}".Trim(),
            run.Table.Column("t"),
            run.Table.Column(column)))).ToList();
        return Draw(Title, "t", series);
    }

    /// <summary>A chart whose axes suit the values; null where there is nothing to show.</summary>
    /// <param name="title">Stands above it.</param>
    /// <param name="abscissa">The label of the horizontal axis.</param>
    /// <param name="series">The lines.</param>
    public static LineChart? Draw(string title, string abscissa, IReadOnlyList<ChartSeries> series)
    {
        var x = new ChartAxis(abscissa, IsWide(series.SelectMany(static s => s.X), WideTime));
        var y = new ChartAxis(string.Empty, IsWide(series.SelectMany(static s => s.Y), Wide));
        var shown = series
            .Where(s => s.X.Zip(s.Y).Any(point => x.Shows(point.First) && y.Shows(point.Second)))
            .Take(MostSeries).ToList();
        return shown.Count == 0 ? null : new LineChart(title, x, y, shown);
    }

    private IEnumerable<string> Find(CsvTable table) => Columns.SelectMany(name =>
        name.EndsWith("_*", StringComparison.Ordinal)
            ? table.Columns.Where(column => IsOfLayer(column, name[..^1]))
            : table.Columns.Where(column => column == name));

    private static bool IsOfLayer(string column, string stem) =>
        column.StartsWith(stem, StringComparison.Ordinal) && column.AsSpan(stem.Length).ContainsAnyInRange('0', '9')
        && !column.AsSpan(stem.Length).ContainsAnyExceptInRange('0', '9');

    /// <summary>Whether no value is negative and the positive ones spread over more than a factor.</summary>
    private static bool IsWide(IEnumerable<double> values, double factor)
    {
        var (smallest, largest) = (double.PositiveInfinity, 0.0);
        foreach (var value in values.Where(double.IsFinite))
        {
            if (value < 0)
            {
                return false;
            }

            (smallest, largest) = value > 0
                ? (Math.Min(smallest, value), Math.Max(largest, value))
                : (smallest, largest);
        }

        return largest > factor * smallest;
    }
}
