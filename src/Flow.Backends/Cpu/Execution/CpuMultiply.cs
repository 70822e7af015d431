using System.Numerics;
using Flow.Backends.Plans.Lowering;

namespace Flow.Backends.Cpu.Execution;

/// <summary>C = c A P^T or c A P, finished elementwise.</summary>
internal sealed class CpuMultiply<T>(MultiplyOp operation) : CpuOp<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly T _scale = T.CreateTruncating(operation.Scale.ToDouble());

    /// <inheritdoc />
    public override void Run(BlockRun<T> run, int worker)
    {
        var factors = run.Parameters.Times(run.Views[operation.A], operation.Parameter);
        var (scale, adds) = (_scale, operation.Accumulates);
        var destination = run.Views[operation.Destination];
        switch (operation.Finish)
        {
            case ProductFinish.Relu:
                run.Kernels.MultiplyRelu(factors, destination);
                break;
            case ProductFinish.Gate:
                run.Kernels.MultiplyGated(factors, run.Views[operation.Mask], destination, scale, adds);
                break;
            case ProductFinish.Mask:
                run.Kernels.MultiplyMasked(factors, run.Views[operation.Mask], destination, scale, adds);
                break;
            default:
                run.Kernels.Multiply(factors, destination, scale, adds);
                break;
        }
    }
}
