using System.Text.Json.Serialization;
using Flow.Backends.Plans;

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

    /// <summary>The shortest Jacobian-vector product at a state that has been evaluated, milliseconds.</summary>
    public required double JvpMinMs { get; init; }

    /// <summary>The shortest product in units of the shortest right-hand side.</summary>
    public double JvpOverRhs => JvpMinMs / RhsMinMs;

    /// <summary>The memory of the right-hand side and its data, bytes.</summary>
    public required long Bytes { get; init; }

    /// <summary>The parts of the memory and the formula of each.</summary>
    public required IReadOnlyList<PlanMemory> Memory { get; init; }

    /// <summary>The name of the backend.</summary>
    public required string Backend { get; init; }

    /// <summary>The vectors in use.</summary>
    public required string InstructionSet { get; init; }

    /// <summary>The number of samples.</summary>
    public required int Samples { get; init; }

    /// <summary>The length of the state.</summary>
    public required int Parameters { get; init; }
}
