using Flow.Networks.Parametrizations;

namespace Flow.Experiments.Configuration;

/// <summary>The weight decay: lambda times what it is on.</summary>
public sealed record WeightDecayConfig
{
    /// <summary>Default of <see cref="Lambda"/>.</summary>
    public const double DefaultLambda = 0.0;

    /// <summary>Default of <see cref="DecayAll"/>.</summary>
    public const bool DefaultDecayAll = false;

    /// <summary>lambda &gt;= 0.</summary>
    public double Lambda { get; init; } = DefaultLambda;

    /// <summary>What is penalised; by default the natural choice of the parametrization.</summary>
    public DecayTarget On { get; init; } = DecayTarget.Rho;

    /// <summary>Whether biases and affine batch-norm parameters decay too.</summary>
    public bool DecayAll { get; init; } = DefaultDecayAll;

    /// <summary>The natural choice of a parametrization.</summary>
    /// <param name="parametrization">The name in the file.</param>
    /// <returns>The target of a decay given as a bare number.</returns>
    public static DecayTarget NaturalTarget(string parametrization) =>
        ParametrizationCatalog.All.Single(entry => entry.Name == parametrization).Make().NaturalDecay;
}
