using Flow.Backends.Reference;
using Flow.Symbolic.Expressions;

namespace Flow.Backends.Plans.Host;

/// <summary>An elementary function, or a power, of each element of a parameter-sized tensor.</summary>
internal sealed class MapTensor : HostOp
{
    private readonly int _destination;
    private readonly int[] _operands;
    private readonly Func<double, double, double> _function;

    /// <summary>Makes the operation for an elementwise node.</summary>
    public MapTensor(int destination, Expr node, int[] operands)
    {
        _destination = destination;
        _operands = operands;
        _function = FunctionOf(node);
    }

    /// <inheritdoc />
    public override void Run(HostMemory memory)
    {
        var target = memory.Tensors[_destination];
        var (a, b) = (memory.Tensors[_operands[0]], memory.Tensors[_operands[^1]]);
        for (var i = 0; i < target.Length; i++)
        {
            target[i] = _function(a[i], b[i]);
        }
    }

    private static Func<double, double, double> FunctionOf(Expr node)
    {
        if (node is Power power)
        {
            var raise = ElementaryFunctions.Power(power.Exponent);
            return (x, _) => raise(x);
        }

        var elementwise = (Elementwise)node;
        if (elementwise.Operands.Length == 2)
        {
            return ElementaryFunctions.Binary(elementwise.Function);
        }

        var unary = ElementaryFunctions.Unary(elementwise.Function);
        return (x, _) => unary(x);
    }
}
