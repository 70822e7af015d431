using System.Text.Json.Serialization;

namespace Flow.Cli.Benchmarks;

/// <summary>The time of one right-hand side and how it compares with the machine.</summary>
internal sealed record RhsTiming
{
    /// <summary>The shortest call, milliseconds.</summary>
    public required double RhsMinMs { get; init; }

    /// <summary>The median call, milliseconds.</summary>
    public required double RhsMedianMs { get; init; }

    /// <summary>The number of calls.</summary>
    public required int Calls { get; init; }

    /// <summary>Multiplications and additions of one call; null where the backend does not count them.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public required long? Flops { get; init; }

    /// <summary>10^9 operations per second in the shortest call.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? Gflops => Flops / (RhsMinMs * 1e6);

    /// <summary>The measured peak of one core in the same precision, 10^9 operations per second.</summary>
    public required double FmaPeakGflopsPerCore { get; init; }

    /// <summary>Gflops over the peak of as many cores as there are threads.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? PeakFraction => Gflops / (FmaPeakGflopsPerCore * Threads);

    /// <summary>The number of threads.</summary>
    public required int Threads { get; init; }

    /// <summary>float64 or float32.</summary>
    public required string Precision { get; init; }

    /// <summary>The memory of the plan, bytes.</summary>
    public required long Bytes { get; init; }

    /// <summary>The name of the backend.</summary>
    public required string Backend { get; init; }

    /// <summary>The vectors in use.</summary>
    public required string InstructionSet { get; init; }

    /// <summary>The number of samples.</summary>
    public required int Samples { get; init; }

    /// <summary>The length of the state.</summary>
    public required int Parameters { get; init; }
}
