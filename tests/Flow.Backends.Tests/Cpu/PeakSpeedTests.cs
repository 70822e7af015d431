using System.Numerics;
using Flow.Backends.Cpu;

namespace Flow.Backends.Tests.Cpu;

public sealed class PeakSpeedTests
{
    public static TheoryData<string> InstructionSets => [.. InstructionSet.All.Select(static set => set.Name)];

    [Theory]
    [MemberData(nameof(InstructionSets))]
    public void Multiply_adds_are_done_on_every_lane(string name)
    {
        Check(InstructionSet.Named(name).Kernels<double>());
        Check(InstructionSet.Named(name).Kernels<float>());
    }

    [Fact]
    public void Peak_is_operations_over_time()
    {
        var set = InstructionSet.Best;
        var flops = set.Kernels<double>().RunMultiplyAdds(40_000, out _);

        var peak = PeakSpeed.Measure(set, Precision.Float64, new TickingClock(), 3);

        Assert.Equal(flops / 1e-3 / 1e9, peak, 9);
    }

    [Fact]
    public void Counts_below_one_are_refused()
    {
        var kernels = InstructionSet.Best.Kernels<double>();

        Assert.Throws<ArgumentOutOfRangeException>(() => kernels.RunMultiplyAdds(0, out _));
        Assert.Throws<ArgumentOutOfRangeException>(() =>
            PeakSpeed.Measure(InstructionSet.Best, Precision.Float64, TimeProvider.System, 0));
    }

    /// <summary>c = c/2 + 1 from 1/2 and 1: after one round 5/4 and 3/2, in the end 2.</summary>
    private static void Check<T>(KernelSet<T> kernels)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Assert.Equal(24 * kernels.Lanes, kernels.RunMultiplyAdds(1, out var first));
        Assert.Equal(24 * 500L * kernels.Lanes, kernels.RunMultiplyAdds(500, out var last));
        Assert.Equal(16.5 * kernels.Lanes, double.CreateChecked(first));
        Assert.Equal(24.0 * kernels.Lanes, double.CreateChecked(last));
    }

    /// <summary>A millisecond passes between two readings.</summary>
    private sealed class TickingClock : TimeProvider
    {
        private long _readings;

        public override long TimestampFrequency => 1000;

        public override long GetTimestamp() => _readings++;
    }
}
