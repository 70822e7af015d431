namespace Flow.Experiments.Comparing;

/// <summary>The training runs of one learning rate at the last time that all of them reached.</summary>
/// <param name="LearningRate">eta.</param>
/// <param name="Runs">The number of runs, at least 2.</param>
/// <param name="Drift">The distance of their mean from the flow.</param>
/// <param name="Spread">The root of the unbiased mean squared distance from their mean.</param>
/// <param name="DriftError">How far the mean of so many runs is uncertain, spread/sqrt(runs).</param>
public sealed record ComparedSpread(double LearningRate, int Runs, double Drift, double Spread, double DriftError);
