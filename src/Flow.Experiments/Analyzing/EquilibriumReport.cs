using System.Text.Json.Serialization;

namespace Flow.Experiments.Analyzing;

/// <summary>The state at which the spectrum is taken, against the formulas of an equilibrium.</summary>
public sealed record EquilibriumReport
{
    /// <summary>rho.</summary>
    public required double Rho { get; init; }

    /// <summary>The formula of rho where rho' = 0; absent where it has no closed form.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? RhoEquilibrium { get; init; }

    /// <summary>The mean loss.</summary>
    public required double Loss { get; init; }

    /// <summary>The mean loss plus weight decay.</summary>
    public required double Objective { get; init; }

    /// <summary>||V_k||, ||W_k|| or |g_k|.</summary>
    public required double[] LayerNorms { get; init; }

    /// <summary>nu_k; empty without constraints.</summary>
    public required double[] Nu { get; init; }

    /// <summary>
    /// p_k lambda rho^2 (decay on rho) or p_k lambda rho^(2/L) (on layers), which nu_k is at an equilibrium, p_k the
    /// degree of f in V_k; NaN where f is not homogeneous in V_k.
    /// </summary>
    public required double[] NuExpected { get; init; }

    /// <summary>How far the layers are out of balance, pair by pair.</summary>
    public required IReadOnlyList<BalanceReport> Balance { get; init; }
}
