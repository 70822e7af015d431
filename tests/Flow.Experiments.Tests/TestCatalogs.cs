using Flow.Experiments.Configuration;

namespace Flow.Experiments.Tests;

/// <summary>Names as other projects would supply them.</summary>
internal static class TestCatalogs
{
    private static readonly string[] Activations =
        ["relu", "tanh", "linear", "swish(50)", "softplus(10)", "z*sigmoid(50*z)", "z*sigmoid(3*z)"];

    private static readonly string[] Losses = ["square", "exponential", "logistic", "cross-entropy", "(u - y)^2"];

    public static CatalogNames Names { get; } = new()
    {
        Solvers = ["auto", "euler", "dopri5", "tsit5", "rodas5p", "pab"],
        Parametrizations = ["lagrange", "unconstrained", "weight-norm"],
        Observables = ["loss", "rho", "margin", "kink_crossings", "sliding_pairs"],
        Algorithms = ["gd", "sgd", "nmgd", "projected", "halpern"],
        Backends = ["reference", "cpu", "cuda"],
        ActivationError = text => Activations.Contains(text) ? null : "write a name or an expression in z",
        LossError = text => Losses.Contains(text) ? null : "write a name or an expression in u and y",
        StopError = text => text.Contains('>') || text.Contains('<') ? null : "write a comparison such as loss < 1e-3",
    };
}
