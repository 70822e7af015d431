using Flow.Experiments.Analyzing;
using Flow.Experiments.Outputs;
using Flow.Experiments.Running;

namespace Flow.Experiments.Studies;

/// <summary>A run of a study and what came of it.</summary>
/// <param name="Variant">The run.</param>
/// <param name="Experiment">Its experiment.</param>
/// <param name="Table">trajectory.csv or training.csv.</param>
public sealed record StudyPart(StudyVariant Variant, Experiment Experiment, CsvTable Table)
{
    /// <summary>The analysis of its end; null where none was asked for.</summary>
    public AnalysisResult? Analysis { get; init; }

    /// <summary>The rows of normalized layers over its steps; null for a flow.</summary>
    public IReadOnlyList<RowSteps>? Rows { get; init; }

    /// <summary>The last value of a column.</summary>
    /// <param name="column">Its name.</param>
    public double Last(string column) => Table.Column(column)[^1];
}
