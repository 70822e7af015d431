using System.Numerics;
using Flow.Backends.Plans.Lowering;

namespace Flow.Backends.Cpu.Execution;

/// <summary>C = A P^T or A P, finished elementwise.</summary>
internal sealed class CpuMultiply<T>(MultiplyOp operation) : CpuOp<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <inheritdoc />
    public override void Run(BlockRun<T> run, int worker)
    {
        var factors = run.Parameters.Times(run.Views[operation.A], operation.Parameter);
        var destination = run.Views[operation.Destination];
        switch (operation.Finish)
        {
            case ProductFinish.Relu:
                run.Kernels.MultiplyRelu(factors, destination);
                break;
            case ProductFinish.Gate:
                run.Kernels.MultiplyGated(factors, run.Views[operation.Mask], destination, operation.Accumulates);
                break;
            case ProductFinish.Mask:
                run.Kernels.MultiplyMasked(factors, run.Views[operation.Mask], destination, operation.Accumulates);
                break;
            default:
                run.Kernels.Multiply(factors, destination, operation.Accumulates);
                break;
        }
    }
}
