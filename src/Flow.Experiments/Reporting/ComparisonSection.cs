using System.Globalization;
using Flow.Experiments.Outputs;
using Flow.Experiments.Outputs.Figures;

namespace Flow.Experiments.Reporting;

/// <summary>Discrete training, and its distance from the flow at equal times.</summary>
internal static class ComparisonSection
{
    private static readonly string[] Curves = ["loss", "rho", "margin_min", "update_norm", "learning_rate"];

    public static string Write(RunFiles run)
    {
        if (run.Comparison is not { } table)
        {
            return string.Empty;
        }

        var distances = new (string Title, string Column)[]
        {
            ("Distance of the weights from the flow at equal times", "distance"),
            ("Distance from the nearest point of the flow's path", "nearest_distance"),
            ("Distance from the modified flow", "modified_distance"),
            ("Learning rate times sharpness; steps are unstable above 2", "rate_sharpness"),
        };
        return string.Concat(distances.Select(distance =>
            Chart(distance.Title, table, distance.Column, ["learning_rate", "seed"])));
    }

    public static string WriteTraining(RunFiles run)
    {
        if (run.Training is not { } table)
        {
            return string.Empty;
        }

        string[] keys = table.Columns.Contains("run_rate") ? ["run_rate", "run_seed"] : [];
        return string.Concat(Curves.Select(column => Chart($"Training: {column}", table, column, keys)));
    }

    /// <summary>A column over time with a line for each value of the key columns.</summary>
    private static string? Chart(string title, CsvTable table, string column, string[] keys)
    {
        if (!table.Columns.Contains(column))
        {
            return null;
        }

        var (times, values) = (table.Column("t"), table.Column(column));
        var places = keys.Select(key => table.Column(key)).ToArray();
        var lines = Enumerable.Range(0, values.Length)
            .GroupBy(row => string.Join(", ", places.Select((key, i) => Label(keys[i], key[row]))))
            .Select(group => new ChartSeries(
                group.Key.Length > 0 ? group.Key : column,
                [.. group.Select(row => times[row])],
                [.. group.Select(row => values[row])])).ToList();
        return ReportChart.Draw(title, "t", lines)?.ToSvg();
    }

    private static string Label(string key, double value) =>
        $"{(key.EndsWith("seed", StringComparison.Ordinal) ? "seed" : "eta")} "
        + value.ToString("G4", CultureInfo.InvariantCulture);
}
