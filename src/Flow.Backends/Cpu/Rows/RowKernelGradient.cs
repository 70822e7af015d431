using Flow.Backends.Cpu.Execution;
using Flow.Backends.Plans.Lowering;

namespace Flow.Backends.Cpu.Rows;

/// <summary>Acc_{oti} += sum over windows q of Z_{qo} H_{p(q,t) i}.</summary>
internal sealed class RowKernelGradient(ConvolveOp operation, RowMemory memory) : RowOperation
{
    private readonly WindowTable _table = new(operation.Windows);
    private readonly double[] _image = memory.Slots[operation.A];
    private readonly double[] _output = memory.Slots[operation.B];
    private readonly double[] _sum = memory.Sums[operation.Destination];

    /// <inheritdoc />
    public override void Run()
    {
        var (inputs, outputs) = (operation.Inputs, operation.Outputs);
        var depth = _sum.Length / outputs;
        for (var window = 0; window < _table.Strips.Length; window++)
        {
            for (var output = 0; output < outputs; output++)
            {
                var factor = _output[(window * outputs) + output];
                if (factor == 0)
                {
                    continue;
                }

                foreach (var strip in _table.Strips[window])
                {
                    var length = strip.Length * inputs;
                    RowArithmetic.Add(
                        factor,
                        _image.AsSpan(strip.Pixel * inputs, length),
                        _sum.AsSpan((output * depth) + (strip.Tap * inputs), length));
                }
            }
        }
    }
}
