namespace Flow.Networks.Parametrizations;

/// <summary>A parametrization that experiment files can name.</summary>
/// <param name="Name">The name.</param>
/// <param name="Purpose">One sentence.</param>
/// <param name="Make">Makes it.</param>
public sealed record ParametrizationEntry(string Name, string Purpose, Func<Parametrization> Make);

/// <summary>The parametrizations there are.</summary>
public static class ParametrizationCatalog
{
    /// <summary>One line for each parametrization.</summary>
    public static IReadOnlyList<ParametrizationEntry> All { get; } =
    [
        new("lagrange", "u = rho f(V; x) with ||V_k|| = 1 kept by Lagrange multipliers.", static () => new Lagrange()),
        new("unconstrained", "u = f(W; x), the flow of the weights themselves.", static () => new Unconstrained()),
    ];
}
