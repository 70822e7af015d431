using Flow.Backends.Plans.Lowering;
using Flow.Backends.Reference;

namespace Flow.Backends.Cpu.Rows;

/// <summary>The inner product of two vectors; log-sum-exp or softmax of a vector or of its segments.</summary>
internal sealed class RowReduction(RowOp operation, RowMemory memory) : RowOperation
{
    private readonly double[] _a = memory.Slots[operation.A];
    private readonly double[] _b = memory.Slots[operation.B];
    private readonly double[] _target = memory.Slots[operation.Destination];

    /// <inheritdoc />
    public override void Run()
    {
        if (operation.Kind == RowOpKind.Inner)
        {
            _target[0] = RowArithmetic.Dot(_a, _b);
            return;
        }

        var length = operation.Length;
        for (var i = 0; i < _a.Length / length; i++)
        {
            var segment = _a.AsSpan(i * length, length);
            var (max, sum) = ElementaryFunctions.ShiftedSum(segment);
            if (operation.Kind == RowOpKind.LogSumExp)
            {
                _target[i] = max + Math.Log(sum);
                continue;
            }

            for (var j = 0; j < length; j++)
            {
                _target[(i * length) + j] = Math.Exp(segment[j] - max) / sum;
            }
        }
    }
}
