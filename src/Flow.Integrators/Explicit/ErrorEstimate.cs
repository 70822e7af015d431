namespace Flow.Integrators.Explicit;

/// <summary>The embedded error estimate e = h sum_i weights_i k_i, optionally damped by a second one:
/// norm = |e|^2 / sqrt(|e|^2 + 0.01 |e2|^2).</summary>
/// <param name="Order">The k for which the norm shrinks as h^k.</param>
/// <param name="Weights">b - bHat, one for each stage; stages past the end of the list have weight 0.</param>
/// <param name="SecondWeights">The weights of e2, a lower-order estimate, or null (Hairer, Norsett, Wanner, Solving
/// Ordinary Differential Equations I, 1993, II.10).</param>
public sealed record ErrorEstimate(
    int Order, IReadOnlyList<double> Weights, IReadOnlyList<double>? SecondWeights = null);
