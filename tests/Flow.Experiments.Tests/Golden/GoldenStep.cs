using System.Text.Json.Serialization;

namespace Flow.Experiments.Tests.Golden;

/// <summary>A step of golden discrete training: the loss of its batch before it, the layers' norms after it.</summary>
internal sealed record GoldenStep
{
    [JsonPropertyName("step")]
    public required long Step { get; init; }

    [JsonPropertyName("batchLossBefore")]
    public required double BatchLoss { get; init; }

    [JsonPropertyName("norms")]
    public required double[] Norms { get; init; }
}
