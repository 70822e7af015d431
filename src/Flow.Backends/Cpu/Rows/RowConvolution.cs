using Flow.Backends.Cpu.Execution;
using Flow.Backends.Plans.Host;
using Flow.Backends.Plans.Lowering;
using Flow.Symbolic.Expressions;

namespace Flow.Backends.Cpu.Rows;

/// <summary>
/// Z_{qo} = sum over the window q of K_{oti} H_{pi}, or its adjoint H_{pi} = sum over windows of K_{oti} Z_{qo}.
/// </summary>
internal sealed class RowConvolution(ConvolveOp operation, LoweredPlan plan, RowMemory memory) : RowOperation
{
    private readonly WindowTable _table = new(operation.Windows);
    private readonly HostMemory _host = memory.Host;
    private readonly int _kernel = plan.Parameters[operation.B].Tensor;
    private readonly double[] _source = memory.Slots[operation.A];
    private readonly double[] _target = memory.Slots[operation.Destination];

    /// <inheritdoc />
    public override void Run()
    {
        var (inputs, outputs) = (operation.Inputs, operation.Outputs);
        var kernel = _host.Tensors[_kernel];
        var depth = kernel.Length / outputs;
        Array.Clear(_target);
        for (var window = 0; window < _table.Strips.Length; window++)
        {
            foreach (var strip in _table.Strips[window])
            {
                var (pixels, taps, length) = (strip.Pixel * inputs, strip.Tap * inputs, strip.Length * inputs);
                for (var output = 0; output < outputs; output++)
                {
                    var part = kernel.AsSpan((output * depth) + taps, length);
                    var place = (window * outputs) + output;
                    if (operation.Role == ConvolutionRole.Output)
                    {
                        _target[place] += RowArithmetic.Dot(part, _source.AsSpan(pixels, length));
                    }
                    else if (_source[place] != 0)
                    {
                        RowArithmetic.Add(_source[place], part, _target.AsSpan(pixels, length));
                    }
                }
            }
        }
    }
}
