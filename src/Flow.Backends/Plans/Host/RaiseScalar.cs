using Flow.Backends.Reference;
using Flow.Symbolic.Expressions;

namespace Flow.Backends.Plans.Host;

/// <summary>s = x^q.</summary>
internal sealed class RaiseScalar(int destination, int operand, Rational exponent) : HostOp
{
    private readonly Func<double, double> _raise = ElementaryFunctions.Power(exponent);

    /// <inheritdoc />
    public override void Run(HostMemory memory) => memory.Scalars[destination] = _raise(memory.Scalars[operand]);
}
