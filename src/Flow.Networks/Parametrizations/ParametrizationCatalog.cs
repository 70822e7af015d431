namespace Flow.Networks.Parametrizations;

/// <summary>The parametrizations there are.</summary>
public static class ParametrizationCatalog
{
    /// <summary>One line for each parametrization.</summary>
    public static IReadOnlyList<ParametrizationEntry> All { get; } =
    [
        new("lagrange", "u = rho f(V; x) with ||V_k|| = 1 kept by Lagrange multipliers.", static () => new Lagrange()),
        new("unconstrained", "u = f(W; x), the flow of the weights themselves.", static () => new Unconstrained()),
        new(
            "weight-norm",
            "u = f(W; x) with W_k = g_k v_k/||v_k||; the flow keeps ||v_k||.",
            static () => new WeightNorm()),
    ];
}
