namespace Flow.Experiments.Resuming;

/// <summary>What the recorder of a flow remembers of the times recorded so far.</summary>
/// <param name="LowestObjective">The lowest objective, infinity before the first.</param>
/// <param name="LargestRise">The largest rise of the objective above an earlier value.</param>
/// <param name="IsEnergyFinite">Whether the objective was finite every time.</param>
/// <param name="NormDefect">The norm defect at the last recorded time.</param>
/// <param name="KinkCrossings">The kinks crossed so far, 0 where they are not counted.</param>
/// <param name="Rows">The rows of the table.</param>
/// <param name="TableLength">The length of the table in bytes.</param>
/// <param name="Slides">What is remembered of sliding pairs; empty where none are followed.</param>
internal sealed record RecorderMemory(
    double LowestObjective,
    double LargestRise,
    bool IsEnergyFinite,
    double NormDefect,
    long KinkCrossings,
    int Rows,
    long TableLength,
    double[] Slides);
