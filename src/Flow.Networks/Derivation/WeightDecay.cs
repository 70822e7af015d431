using Flow.Networks.Parametrizations;

namespace Flow.Networks.Derivation;

/// <summary>The weight decay of an experiment: whether there is any, and what it penalises.</summary>
/// <param name="IsPresent">False where lambda is zero; the equations are then derived without it.</param>
/// <param name="Target">What is penalised.</param>
/// <param name="IncludesFree">True where the free parameters (biases) are penalised too, lambda sum ||b_k||^2.</param>
public sealed record WeightDecay(bool IsPresent, DecayTarget Target, bool IncludesFree);
