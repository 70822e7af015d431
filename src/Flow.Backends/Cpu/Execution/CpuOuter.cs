using System.Numerics;
using Flow.Backends.Cpu.Gemm;
using Flow.Backends.Plans.Lowering;

namespace Flow.Backends.Cpu.Execution;

/// <summary>Acc += A^T B.</summary>
internal sealed class CpuOuter<T>(OuterOp operation) : CpuOp<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <inheritdoc />
    public override void Run(BlockRun<T> run, int worker)
    {
        var factors = Product.TransposedA(run.Views[operation.A], run.Views[operation.B]);
        run.Kernels.Multiply(factors, run.Sums.Matrix(operation.Accumulator), !run.IsFirst);
    }
}
