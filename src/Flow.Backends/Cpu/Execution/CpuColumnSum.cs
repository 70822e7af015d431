using System.Numerics;
using Flow.Backends.Plans.Lowering;

namespace Flow.Backends.Cpu.Execution;

/// <summary>Acc += the column sums of A, in float64.</summary>
internal sealed class CpuColumnSum<T>(ColumnSumOp operation) : CpuOp<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <inheritdoc />
    public override void Run(BlockRun<T> run, int worker)
    {
        var a = run.Views[operation.A];
        var sums = run.Sums.Values(operation.Accumulator);
        for (var row = 0; row < a.Rows; row++)
        {
            var values = a.Row(row);
            for (var i = 0; i < sums.Length; i++)
            {
                sums[i] += double.CreateTruncating(values[i]);
            }
        }
    }
}
