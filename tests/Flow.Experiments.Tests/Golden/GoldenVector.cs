using System.Text.Json.Serialization;
using Flow.Experiments.Running;

namespace Flow.Experiments.Tests.Golden;

/// <summary>A vector of a reference file: its norm, a few entries, its sum.</summary>
internal sealed record GoldenVector
{
    [JsonPropertyName("norm")]
    public required double Norm { get; init; }

    [JsonPropertyName("first4")]
    public required double[] First4 { get; init; }

    [JsonPropertyName("last")]
    public required double Last { get; init; }

    [JsonPropertyName("sum")]
    public required double Sum { get; init; }

    /// <summary>The largest difference of an entry relative to the norm, of the sum relative to norm or sum.</summary>
    public double ErrorOf(VectorSummary found)
    {
        Assert.Equal(First4.Length, found.First4.Length);
        double[] errors =
        [
            Math.Abs(found.Norm - Norm) / Norm,
            .. First4.Zip(found.First4, (a, b) => Math.Abs(a - b) / Norm),
            Math.Abs(found.Last - Last) / Norm,
            Math.Abs(found.Sum - Sum) / Math.Max(Norm, Math.Abs(Sum)),
        ];
        return errors.Max();
    }
}
