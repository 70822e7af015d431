using Flow.Backends;
using Flow.Backends.Cpu;

namespace Flow.Benchmarks.Kernels;

/// <summary>The fused multiply-add rate of one core.</summary>
internal static class PeakRate
{
    private const int Bursts = 100;

    /// <summary>Best of many short runs, in floating-point operations per nanosecond.</summary>
    public static double Measure(Precision precision) =>
        PeakSpeed.Measure(InstructionSet.Best, precision, TimeProvider.System, Bursts);
}
