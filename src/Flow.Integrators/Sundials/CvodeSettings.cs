namespace Flow.Integrators.Sundials;

/// <summary>What is chosen of CVODE.</summary>
/// <param name="Method">The family.</param>
/// <param name="Weights">What the local error is measured against.</param>
public sealed record CvodeSettings(CvodeMethod Method, CvodeWeights Weights);
