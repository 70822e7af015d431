using System.Numerics;
using Flow.Backends.Plans.Lowering;

namespace Flow.Backends.Cpu.Execution;

/// <summary>Inner products of rows, log-sum-exp or softmax of rows.</summary>
internal sealed class CpuRow<T>(RowOp operation) : CpuOp<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <inheritdoc />
    public override void Run(BlockRun<T> run, int worker)
    {
        var (a, b, c) = (run.Views[operation.A], run.Views[operation.B], run.Views[operation.Destination]);
        switch (operation.Kind)
        {
            case RowOpKind.LogSumExp:
                run.Kernels.RowLogSumExp(a, c);
                break;
            case RowOpKind.Softmax:
                run.Kernels.RowSoftmax(a, c);
                break;
            default:
                for (var row = 0; row < run.Rows; row++)
                {
                    c.Row(row)[0] = T.CreateTruncating(run.Kernels.Dot(a.SliceRows(row, 1), b.SliceRows(row, 1)));
                }

                break;
        }
    }
}
