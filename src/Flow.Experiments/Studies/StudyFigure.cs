using Flow.Experiments.Outputs.Figures;

namespace Flow.Experiments.Studies;

/// <summary>A figure of a study.</summary>
/// <param name="Name">The name of its file without ending.</param>
/// <param name="Draw">Draws it from the runs.</param>
public sealed record StudyFigure(string Name, Func<IReadOnlyList<StudyPart>, LineChart> Draw);
