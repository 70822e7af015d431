namespace Flow.Experiments.Training.Sampling;

/// <summary>What a sampling is made from.</summary>
/// <param name="Count">N.</param>
/// <param name="Batch">B.</param>
/// <param name="Shuffle">Whether each epoch has a new random order.</param>
/// <param name="Seed">The seed.</param>
public sealed record SamplingRequest(int Count, int Batch, bool Shuffle, long Seed);
