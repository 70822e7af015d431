using System.Numerics;
using Flow.Backends.Plans;
using Flow.Backends.Plans.Lowering;

namespace Flow.Backends.Cpu.Execution;

/// <summary>An operation on one block of samples, bound to kernels; it allocates nothing.</summary>
internal abstract class CpuOp<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Runs the operation.</summary>
    /// <param name="run">The block.</param>
    /// <param name="worker">Who runs it, for scratch memory only.</param>
    public abstract void Run(BlockRun<T> run, int worker);

    /// <summary>Binds an operation.</summary>
    public static CpuOp<T> Make(SampleOp operation, LoweredPlan plan, int threads) => operation switch
    {
        MultiplyOp multiply => new CpuMultiply<T>(multiply),
        OuterOp outer => new CpuOuter<T>(outer),
        ColumnSumOp sum => new CpuColumnSum<T>(sum, threads),
        CodeOp code => new CpuCode<T>(code.Code, threads),
        RowOp row => new CpuRow<T>(row),
        GeneralOp general => new CpuGeneral<T>(general, plan, threads),
        ConvolveOp convolve => new CpuConvolution<T>(convolve),
        WindowSumOp sum => new CpuWindowSum<T>(sum),
        TransposeOp transpose => new CpuTranspose<T>(transpose),
        CopyOutOp copy => new CpuCopyOut<T>(copy),
        _ => throw new PlanException($"The cpu backend has no kernel for {operation.GetType().Name}."),
    };
}
