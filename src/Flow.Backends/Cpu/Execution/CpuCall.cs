using System.Numerics;
using Flow.Backends.Plans;

namespace Flow.Backends.Cpu.Execution;

/// <summary>What one execution works on.</summary>
internal sealed class CpuCall<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>The loaded data.</summary>
    public CpuData<T> Data { get; set; } = null!;

    /// <summary>The samples.</summary>
    public SampleSelection Samples { get; set; }

    /// <summary>For each slot that sums over a whole batch read, its matrix; null where batches are cut.</summary>
    public PlanBuffer<T>?[]? Whole { get; set; }

    /// <summary>For each slot that several phases use, its matrix over all samples of the execution.</summary>
    public PlanBuffer<T>?[] Retained { get; set; } = [];
}
