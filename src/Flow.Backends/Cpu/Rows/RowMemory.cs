using Flow.Backends.Plans.Host;

namespace Flow.Backends.Cpu.Rows;

/// <summary>The memory of a plan for one sample.</summary>
/// <param name="Host">The float64 scalars and tensors outside the samples.</param>
/// <param name="Slots">The per-sample values by slot.</param>
/// <param name="Sums">The sums over samples, of which there is one.</param>
internal sealed record RowMemory(HostMemory Host, double[][] Slots, double[][] Sums);
