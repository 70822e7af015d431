using Flow.Backends.Cpu.Execution;
using Flow.Backends.Plans.Lowering;

namespace Flow.Backends.Cpu.Rows;

/// <summary>The sum over each window of an image, or its adjoint.</summary>
internal sealed class RowWindowSum(WindowSumOp operation, RowMemory memory) : RowOperation
{
    private readonly WindowTable _table = new(operation.Windows);
    private readonly double[] _source = memory.Slots[operation.A];
    private readonly double[] _target = memory.Slots[operation.Destination];

    /// <inheritdoc />
    public override void Run()
    {
        var channels = operation.Channels;
        Array.Clear(_target);
        for (var window = 0; window < _table.Strips.Length; window++)
        {
            foreach (var strip in _table.Strips[window])
            {
                for (var pixel = strip.Pixel; pixel < strip.Pixel + strip.Length; pixel++)
                {
                    var (from, to) = operation.IsAdjoint ? (window, pixel) : (pixel, window);
                    var values = _source.AsSpan(from * channels, channels);
                    RowArithmetic.Add(1, values, _target.AsSpan(to * channels, channels));
                }
            }
        }
    }
}
