using Flow.Backends.Plans.Lowering;

namespace Flow.Backends.Cpu.Rows;

/// <summary>Acc_{ji} += a_j b_i.</summary>
internal sealed class RowOuter(OuterOp operation, RowMemory memory) : RowOperation
{
    private readonly double[] _a = memory.Slots[operation.A];
    private readonly double[] _b = memory.Slots[operation.B];
    private readonly double[] _sum = memory.Sums[operation.Accumulator];

    /// <inheritdoc />
    public override void Run()
    {
        for (var j = 0; j < _a.Length; j++)
        {
            RowArithmetic.Add(_a[j], _b, _sum.AsSpan(j * _b.Length, _b.Length));
        }
    }
}
