using Flow.Backends.Cpu.Execution;
using Flow.Backends.Plans;
using Flow.Backends.Plans.Lowering;

namespace Flow.Backends.Cpu;

/// <summary>The default backend: managed SIMD kernels, float64 or float32, one or more threads.</summary>
/// <param name="instructionSet">The instruction set; the best of this machine where absent.</param>
public sealed class CpuBackend(InstructionSet? instructionSet = null) : IBackend
{
    /// <summary>More threads than this never help: the samples are cut into at most as many chunks.</summary>
    public const int MostUsefulThreads = 8;

    private readonly InstructionSet _instructionSet = instructionSet ?? InstructionSet.Best;

    /// <inheritdoc />
    public string Name => "cpu";

    /// <inheritdoc />
    public Plan Compile(PlanSource source, PlanOptions options)
    {
        if (options.Threads is < 1 or > 256)
        {
            throw new PlanException($"threads is {options.Threads}; it must be from 1 to 256.");
        }

        PlanVerifier.Check(source);
        var lowered = PlanLowering.Lower(source);
        return options.Precision == Precision.Float64
            ? new CpuPlan<double>(source, lowered, _instructionSet.Kernels<double>(), options.Threads)
            : new CpuPlan<float>(source, lowered, _instructionSet.Kernels<float>(), options.Threads);
    }
}
