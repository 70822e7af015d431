namespace Flow.Experiments.Initialization;

/// <summary>The state at t = 0, in the terms of one parametrization.</summary>
public sealed record InitialWeights
{
    /// <summary>
    /// Per weight layer, row-major: V_k of norm 1 (lagrange), W_k (unconstrained) or v_k (weight-norm).
    /// </summary>
    public required IReadOnlyList<double[]> Weights { get; init; }

    /// <summary>lagrange: rho(0); else 1.</summary>
    public required double Rho { get; init; }

    /// <summary>weight-norm: g_k(0); else empty.</summary>
    public required IReadOnlyList<double> Scales { get; init; }

    /// <summary>Biases per weight layer, as far as a file gives them; null where a bias starts at 0.</summary>
    public required IReadOnlyList<double[]?> Biases { get; init; }

    /// <summary>Scales gamma_k of affine batch norms, empty or per weight layer; null where one starts at 1.</summary>
    public IReadOnlyList<double[]?> Gains { get; init; } = [];

    /// <summary>Shifts beta_k of affine batch norms, empty or per weight layer; null where one starts at 0.</summary>
    public IReadOnlyList<double[]?> Shifts { get; init; } = [];
}
