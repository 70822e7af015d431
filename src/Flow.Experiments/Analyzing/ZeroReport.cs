using System.Text.Json.Serialization;

namespace Flow.Experiments.Analyzing;

/// <summary>How many eigenvalues are zero, counted and by theory.</summary>
public sealed record ZeroReport
{
    /// <summary>The number counted; absent where it cannot be counted.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Counted { get; init; }

    /// <summary>How it was counted, or why not.</summary>
    public required string How { get; init; }

    /// <summary>Eigenvalues of at most this modulus count as zero.</summary>
    public required double Tolerance { get; init; }

    /// <summary>The largest modulus that was counted as zero; absent where there is none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? LargestZero { get; init; }

    /// <summary>The smallest modulus that was not; absent where there is none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? SmallestOther { get; init; }

    /// <summary>The number by theory; absent where there is no statement.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Theory { get; init; }

    /// <summary>What the theory's number is made of, and its conditions.</summary>
    public required IReadOnlyList<string> Conditions { get; init; }
}
