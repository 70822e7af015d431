using Flow.Backends.Plans.Lowering;

namespace Flow.Backends.Cpu.Rows;

/// <summary>Acc_c += sum over pixels of a_{pc}, or a itself where there are none.</summary>
internal sealed class RowColumnSum(ColumnSumOp operation, RowMemory memory) : RowOperation
{
    private readonly double[] _a = memory.Slots[operation.A];
    private readonly double[] _sum = memory.Sums[operation.Accumulator];

    /// <inheritdoc />
    public override void Run()
    {
        for (var start = 0; start < _a.Length; start += _sum.Length)
        {
            RowArithmetic.Add(1, _a.AsSpan(start, _sum.Length), _sum);
        }
    }
}
