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
        for (var row = 0; row < run.Rows; row++)
        {
            switch (operation.Kind)
            {
                case RowOpKind.Inner:
                    c.Row(row)[0] = T.CreateTruncating(Inner(a.Row(row), b.Row(row)));
                    break;
                case RowOpKind.LogSumExp:
                    c.Row(row)[0] = LogSumExp(a.Row(row));
                    break;
                default:
                    Softmax(a.Row(row), c.Row(row));
                    break;
            }
        }
    }

    private static double Inner(Span<T> a, Span<T> b)
    {
        var sum = 0.0;
        for (var i = 0; i < a.Length; i++)
        {
            sum += double.CreateTruncating(a[i]) * double.CreateTruncating(b[i]);
        }

        return sum;
    }

    private static T LogSumExp(Span<T> row)
    {
        var max = Max(row);
        var sum = T.Zero;
        foreach (var value in row)
        {
            sum += T.Exp(value - max);
        }

        return max + T.Log(sum);
    }

    private static void Softmax(Span<T> row, Span<T> result)
    {
        var max = Max(row);
        var sum = T.Zero;
        for (var i = 0; i < row.Length; i++)
        {
            result[i] = T.Exp(row[i] - max);
            sum += result[i];
        }

        for (var i = 0; i < row.Length; i++)
        {
            result[i] /= sum;
        }
    }

    private static T Max(Span<T> row)
    {
        var max = row[0];
        foreach (var value in row)
        {
            max = T.Max(max, value);
        }

        return max;
    }
}
