namespace Flow.Backends.Cpu;

/// <summary>What one core of this machine can do at most, measured.</summary>
public static class PeakSpeed
{
    private const long RoundsPerBurst = 40_000;

    /// <summary>
    /// The best of several short bursts of multiply-adds, in 10^9 floating-point operations per second: short, so that
    /// some of them escape other processes on a busy machine.
    /// </summary>
    /// <param name="instructionSet">The vectors to use.</param>
    /// <param name="precision">The arithmetic.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="bursts">How many bursts, at least 1; each takes about a tenth of a millisecond.</param>
    public static double Measure(InstructionSet instructionSet, Precision precision, TimeProvider clock, int bursts)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bursts, 1);
        return precision == Precision.Float64
            ? Best(instructionSet.Kernels<double>(), clock, bursts)
            : Best(instructionSet.Kernels<float>(), clock, bursts);
    }

    private static double Best<T>(KernelSet<T> kernels, TimeProvider clock, int bursts)
        where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T>
    {
        var best = 0.0;
        for (var burst = 0; burst < bursts; burst++)
        {
            var start = clock.GetTimestamp();
            var flops = kernels.RunMultiplyAdds(RoundsPerBurst, out _);
            var seconds = clock.GetElapsedTime(start).TotalSeconds;
            best = seconds > 0 ? Math.Max(best, flops / seconds / 1e9) : best;
        }

        return best;
    }
}
