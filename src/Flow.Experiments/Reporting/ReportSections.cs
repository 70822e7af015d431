using Flow.Experiments.Outputs;

namespace Flow.Experiments.Reporting;

/// <summary>The sections of a report.</summary>
public static class ReportSections
{
    /// <summary>One line for each section, in the order of the page.</summary>
    public static IReadOnlyList<ReportSection> All { get; } =
    [
        new("Result", OverviewSection.Write),
        new("Trajectory", static run => Charts(
            run.Trajectory,
            new("Loss and objective", "loss", "objective", "test_loss"),
            new("Scale", "rho", "rho_eq"),
            new("Margins of the normalized network", "margin_min", "margin_mean"),
            new("Error rates", "train_error", "test_error"),
            new("Norm of the right-hand side", "grad_norm"),
            new("Norms of the layers", "norm_*"),
            new("Multipliers", "nu_*"),
            new("Norms of the units", "unit_norm_min_*", "unit_norm_max_*"),
            new("Defect of the unit norms before each retraction", "norm_defect"),
            new("Stiffness", "sharpness", "step_rate"))),
        new("Kinks", KinkSection.Write),
        new("Equilibrium and spectrum", AnalysisSection.Write),
        new("Training", ComparisonSection.WriteTraining),
        new("Flow and training at equal times", ComparisonSection.Write),
        new("Configuration", static run => $"<pre>{HtmlText.Escape(run.Config)}</pre>\n"),
    ];

    /// <summary>Those of some charts that a table has values for.</summary>
    /// <param name="table">The table, or null.</param>
    /// <param name="charts">The charts.</param>
    internal static string Charts(CsvTable? table, params IEnumerable<ReportChart> charts) => table is null
        ? string.Empty
        : string.Concat(charts.Select(chart => chart.Of(table)?.ToSvg()));
}
