using System.Text.Json.Serialization;

namespace Flow.Experiments.Analyzing;

/// <summary>What `analyze` found; analysis.json has these names.</summary>
public sealed record AnalysisResult
{
    /// <summary>The name of the experiment.</summary>
    public required string Name { get; init; }

    /// <summary>Where the search for the equilibrium began.</summary>
    public required string Start { get; init; }

    /// <summary>lambda.</summary>
    public required double Lambda { get; init; }

    /// <summary>The number of samples N.</summary>
    public required int Samples { get; init; }

    /// <summary>The number of outputs C.</summary>
    public required int Outputs { get; init; }

    /// <summary>D, the dimension of the tangent space.</summary>
    public required int Dimension { get; init; }

    /// <summary>The number of spheres that the state stays on.</summary>
    public required int Spheres { get; init; }

    /// <summary>The search for the equilibrium.</summary>
    public required PolishReport Polish { get; init; }

    /// <summary>The state that was found.</summary>
    public required EquilibriumReport Equilibrium { get; init; }

    /// <summary>The spectrum of the Jacobian there.</summary>
    public required SpectrumReport Spectrum { get; init; }

    /// <summary>The zero eigenvalues.</summary>
    public required ZeroReport Zeros { get; init; }

    /// <summary>What has to be known to read the rest.</summary>
    public required IReadOnlyList<string> Notes { get; init; }

    /// <summary>The eigenvalues, ascending: all of them, or those at both ends.</summary>
    [JsonIgnore]
    public IReadOnlyList<Spectra.EigenvalueBound> Eigenvalues { get; init; } = [];
}
