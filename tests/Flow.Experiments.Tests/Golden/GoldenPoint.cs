using System.Text.Json.Serialization;

namespace Flow.Experiments.Tests.Golden;

/// <summary>A golden flow at one time.</summary>
internal sealed record GoldenPoint
{
    [JsonPropertyName("t")]
    public required double Time { get; init; }

    [JsonPropertyName("rho")]
    public required double Rho { get; init; }

    [JsonPropertyName("loss")]
    public required double Loss { get; init; }

    [JsonPropertyName("minMargin")]
    public required double SmallestMargin { get; init; }

    [JsonPropertyName("meanAbsF")]
    public required double MeanAbsoluteOutput { get; init; }
}
