using System.Numerics;
using Flow.Backends.Plans.Lowering;

namespace Flow.Backends.Cpu.Execution;

/// <summary>C = A P^T or A P.</summary>
internal sealed class CpuMultiply<T>(MultiplyOp operation) : CpuOp<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <inheritdoc />
    public override void Run(BlockRun<T> run, int worker)
    {
        var factors = run.Parameters.Times(run.Views[operation.A], operation.Parameter);
        run.Kernels.Multiply(factors, run.Views[operation.Destination]);
    }
}
