using Flow.Backends.Plans;
using Flow.Backends.Plans.Lowering;
using Flow.Symbolic.Expressions;

namespace Flow.Backends.Cpu.Rows;

/// <summary>An operation on the vectors of one sample, bound to them; it allocates nothing.</summary>
internal abstract class RowOperation
{
    /// <summary>Runs the operation.</summary>
    public abstract void Run();

    /// <summary>Binds an operation of a lowered plan.</summary>
    /// <exception cref="PlanException">There is none for one sample.</exception>
    public static RowOperation Make(SampleOp operation, LoweredPlan plan, RowMemory memory) => operation switch
    {
        MultiplyOp multiply => new RowMultiply(multiply, plan, memory),
        OuterOp outer => new RowOuter(outer, memory),
        ColumnSumOp sum => new RowColumnSum(sum, memory),
        CodeOp code => new RowCode(code.Code, memory),
        RowOp row => new RowReduction(row, memory),
        GeneralOp general => new RowGeneral(general, memory),
        ConvolveOp { Role: ConvolutionRole.Kernel } kernel => new RowKernelGradient(kernel, memory),
        ConvolveOp convolve => new RowConvolution(convolve, plan, memory),
        WindowSumOp sum => new RowWindowSum(sum, memory),
        TransposeOp transpose => new RowTranspose(transpose, memory),
        _ => throw new PlanException($"No operation of one sample does {operation.GetType().Name}."),
    };
}
