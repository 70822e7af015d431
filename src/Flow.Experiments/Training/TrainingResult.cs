namespace Flow.Experiments.Training;

/// <summary>How a training run ended and what it left.</summary>
/// <param name="Outcome">The end of the loop.</param>
/// <param name="Final">The observables at the last state, by the name of their column.</param>
/// <param name="Files">The files written, in the order of writing.</param>
/// <param name="Elapsed">The running time.</param>
public sealed record TrainingResult(
    TrainingOutcome Outcome,
    IReadOnlyDictionary<string, double> Final,
    IReadOnlyList<string> Files,
    TimeSpan Elapsed);
