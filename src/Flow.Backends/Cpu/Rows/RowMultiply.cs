using Flow.Backends.Plans.Host;
using Flow.Backends.Plans.Lowering;

namespace Flow.Backends.Cpu.Rows;

/// <summary>c = s P a or s P^T a, finished elementwise, or c += the same.</summary>
internal sealed class RowMultiply : RowOperation
{
    private readonly MultiplyOp _operation;
    private readonly ParameterUse _use;
    private readonly HostMemory _host;
    private readonly double[] _a;
    private readonly double[] _target;
    private readonly double[] _mask;
    private readonly double[] _product;
    private readonly double _scale;

    public RowMultiply(MultiplyOp operation, LoweredPlan plan, RowMemory memory)
    {
        (_operation, _use, _host) = (operation, plan.Parameters[operation.Parameter], memory.Host);
        (_a, _target) = (memory.Slots[operation.A], memory.Slots[operation.Destination]);
        _mask = operation.Mask >= 0 ? memory.Slots[operation.Mask] : [];
        _scale = operation.Scale.ToDouble();
        IsPlain = operation is { Finish: ProductFinish.None, Accumulates: false, Scale.IsOne: true };
        _product = IsPlain ? _target : new double[_target.Length];
    }

    private bool IsPlain { get; }

    /// <inheritdoc />
    public override void Run()
    {
        var matrix = _host.Tensors[_use.Tensor];
        if (_use.Transposed)
        {
            RowArithmetic.Multiply(matrix, _a, _product);
        }
        else
        {
            RowArithmetic.MultiplyTransposed(matrix, _a, _product);
        }

        if (!IsPlain)
        {
            Finish();
        }
    }

    private void Finish()
    {
        for (var i = 0; i < _target.Length; i++)
        {
            var value = _scale * _product[i];
            value = _operation.Finish switch
            {
                ProductFinish.Relu => Math.Max(value, 0),
                ProductFinish.Gate => _mask[i] > 0 ? value : 0,
                ProductFinish.Mask => _mask[i] * value,
                _ => value,
            };
            _target[i] = _operation.Accumulates ? _target[i] + value : value;
        }
    }
}
