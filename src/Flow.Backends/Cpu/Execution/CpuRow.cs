using System.Numerics;
using Flow.Backends.Plans.Lowering;

namespace Flow.Backends.Cpu.Execution;

/// <summary>Inner products of rows, log-sum-exp or softmax of rows or of their segments.</summary>
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
                for (var i = 0; i < c.Columns; i++)
                {
                    run.Kernels.RowLogSumExp(Segment(a, i, operation.Length), Segment(c, i, 1));
                }

                break;
            case RowOpKind.Softmax:
                for (var i = 0; i < a.Columns / operation.Length; i++)
                {
                    run.Kernels.RowSoftmax(Segment(a, i, operation.Length), Segment(c, i, operation.Length));
                }

                break;
            default:
                for (var row = 0; row < run.Rows; row++)
                {
                    c.Row(row)[0] = T.CreateTruncating(run.Kernels.Dot(a.SliceRows(row, 1), b.SliceRows(row, 1)));
                }

                break;
        }
    }

    /// <summary>Columns i length to (i + 1) length - 1; the view itself where these are all.</summary>
    private static unsafe MatrixView<T> Segment(MatrixView<T> view, int i, int length) => length == view.Columns
        ? view
        : new(view.Pointer + (i * length), view.Rows, length, view.Stride);
}
