using Flow.Backends.Reference;
using Flow.Symbolic.Expressions;

namespace Flow.Backends.Plans.Host;

/// <summary>s = f(x) or f(x, y) for an elementary function.</summary>
internal sealed class ApplyScalar(int destination, Primitive function, int[] operands) : HostOp
{
    private readonly Func<double, double>? _unary = operands.Length == 1 ? ElementaryFunctions.Unary(function) : null;
    private readonly Func<double, double, double>? _binary =
        operands.Length == 2 ? ElementaryFunctions.Binary(function) : null;

    /// <inheritdoc />
    public override void Run(HostMemory memory) => memory.Scalars[destination] = _unary is not null
        ? _unary(memory.Scalars[operands[0]])
        : _binary!(memory.Scalars[operands[0]], memory.Scalars[operands[1]]);
}
