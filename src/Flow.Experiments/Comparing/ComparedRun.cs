using Flow.Experiments.Training;

namespace Flow.Experiments.Comparing;

/// <summary>One training run against the flow.</summary>
/// <param name="LearningRate">eta.</param>
/// <param name="Seed">The seed of the samples.</param>
/// <param name="Status">How the training ended.</param>
/// <param name="Step">The last compared step.</param>
/// <param name="Time">Its time.</param>
/// <param name="Final">The last row of comparison.csv by the names of its columns.</param>
/// <param name="LargestDistance">The largest distance at equal times.</param>
public sealed record ComparedRun(
    double LearningRate,
    long Seed,
    TrainingStatus Status,
    long Step,
    double Time,
    IReadOnlyDictionary<string, double> Final,
    double LargestDistance);
