using System.Text.Json.Serialization;

namespace Flow.Experiments.Analyzing;

/// <summary>The spectrum of the Jacobian on the tangent space.</summary>
public sealed record SpectrumReport
{
    /// <summary>dense or lanczos, with the number of steps.</summary>
    public required string Method { get; init; }

    /// <summary>max |A_ij - A_ji|/max |A_ij| of the dense matrix as computed; absent for Lanczos.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? Asymmetry { get; init; }

    /// <summary>The lowest eigenvalue: the fastest decay, minus the sharpness.</summary>
    public required double Lowest { get; init; }

    /// <summary>The highest eigenvalue.</summary>
    public required double Highest { get; init; }

    /// <summary>The largest bound of the error of an eigenvalue; rounding alone for the dense matrix.</summary>
    public required double LargestBound { get; init; }

    /// <summary>How many eigenvalues are above the tolerance of zero: directions of growth.</summary>
    public required int Positive { get; init; }

    /// <summary>The largest over the smallest modulus of an eigenvalue that is not zero.</summary>
    public required double StiffnessRatio { get; init; }

    /// <summary>The eigenvalues nearest to zero that are not zero, slowest first.</summary>
    public required IReadOnlyList<TimeScale> Slowest { get; init; }
}
