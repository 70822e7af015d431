namespace Flow.Experiments.Outputs.Figures;

/// <summary>A line of a chart.</summary>
/// <param name="Name">Its name in the legend.</param>
/// <param name="X">The abscissas.</param>
/// <param name="Y">The ordinates, as many.</param>
public sealed record ChartSeries(string Name, IReadOnlyList<double> X, IReadOnlyList<double> Y)
{
    /// <summary>Whether it is drawn dashed, as laws and formulas are.</summary>
    public bool IsDashed { get; init; }

    /// <summary>Whether its points are marked and not joined.</summary>
    public bool IsPoints { get; init; }
}
