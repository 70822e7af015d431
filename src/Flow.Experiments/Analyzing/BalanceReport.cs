namespace Flow.Experiments.Analyzing;

/// <summary>
/// max_i | sum_j W_k[i, j]^2 - sum_j W_{k+1}[j, i]^2 | over the units i between two layers, zero at an equilibrium with
/// lambda > 0 where the activation between them is homogeneous of degree 1.
/// </summary>
/// <param name="Layer">The layer k.</param>
/// <param name="Next">The next layer.</param>
/// <param name="Imbalance">The largest difference.</param>
/// <param name="HasLaw">Whether the theory says that it is zero.</param>
public sealed record BalanceReport(int Layer, int Next, double Imbalance, bool HasLaw);
