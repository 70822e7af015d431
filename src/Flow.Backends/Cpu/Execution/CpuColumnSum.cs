using System.Numerics;
using Flow.Backends.Plans.Lowering;

namespace Flow.Backends.Cpu.Execution;

/// <summary>
/// Acc += the column sums of A; each block is summed by the kernels, the blocks in float64. Where A is wider than the
/// sums, its columns are pixels of channels, and the sums run over pixels too.
/// </summary>
internal sealed class CpuColumnSum<T> : CpuOp<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly ColumnSumOp _operation;
    private readonly PlanBuffer<T>?[] _sums;

    public CpuColumnSum(ColumnSumOp operation, int threads)
    {
        _operation = operation;
        _sums = new PlanBuffer<T>?[threads];
    }

    /// <inheritdoc />
    public override void Run(BlockRun<T> run, int worker)
    {
        var a = run.Views[_operation.A];
        var sums = (_sums[worker] ??= run.Kernels.Allocate(1, a.Columns)).View;
        run.Kernels.ColumnSums(a, sums);
        var target = run.Sums.Values(_operation.Accumulator);
        for (var pixel = 0; pixel < a.Columns / target.Length; pixel++)
        {
            MatrixSum.AddTo(sums.SliceColumns(pixel * target.Length, target.Length), target);
        }
    }
}
