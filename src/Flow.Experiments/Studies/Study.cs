namespace Flow.Experiments.Studies;

/// <summary>Several runs of one preset that together show something.</summary>
/// <param name="Name">The name on the command line.</param>
/// <param name="Purpose">What it shows, one sentence.</param>
/// <param name="Preset">The preset that its runs start from.</param>
/// <param name="Variants">The runs.</param>
/// <param name="Figures">The figures.</param>
/// <param name="Findings">The numbers.</param>
public sealed record Study(
    string Name,
    string Purpose,
    string Preset,
    IReadOnlyList<StudyVariant> Variants,
    IReadOnlyList<StudyFigure> Figures,
    Func<IReadOnlyList<StudyPart>, IEnumerable<StudyFinding>> Findings);
