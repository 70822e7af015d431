using Flow.Backends.Reference;

namespace Flow.Backends.Plans.Host;

/// <summary>Log-sum-exp or softmax over the last dimension of a parameter-sized tensor.</summary>
internal sealed class MapRows(int destination, bool toScalar, int operand, int length, bool isSoftmax) : HostOp
{
    /// <inheritdoc />
    public override void Run(HostMemory memory)
    {
        var source = memory.Tensors[operand];
        var target = toScalar ? memory.Scalars.AsSpan(destination, 1) : memory.Tensors[destination].AsSpan();
        for (var row = 0; row < source.Length / length; row++)
        {
            var values = source.AsSpan(row * length, length);
            var (max, sum) = ElementaryFunctions.ShiftedSum(values);
            if (!isSoftmax)
            {
                target[row] = max + Math.Log(sum);
                continue;
            }

            for (var i = 0; i < length; i++)
            {
                target[(row * length) + i] = Math.Exp(values[i] - max) / sum;
            }
        }
    }
}
