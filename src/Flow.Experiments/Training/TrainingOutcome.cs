namespace Flow.Experiments.Training;

/// <summary>How a training loop ended.</summary>
/// <param name="Status">The status.</param>
/// <param name="Report">What happened and what to do about it, for the user.</param>
/// <param name="Last">The last state that is finite, with what is known of it.</param>
public sealed record TrainingOutcome(TrainingStatus Status, string Report, TrainingPoint Last);
