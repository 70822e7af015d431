using Flow.Backends.Reference;
using Flow.Symbolic.Expressions;

namespace Flow.Backends.Plans.Host;

/// <summary>s = x^q.</summary>
internal sealed class RaiseScalar(int destination, int operand, Rational exponent) : HostOp
{
    private readonly Rational _exponent = exponent;
    private readonly int _integer = exponent.IsInteger && Rational.Abs(exponent) <= 64 ? (int)exponent.Numerator : 0;
    private readonly double _value = exponent.ToDouble();

    /// <inheritdoc />
    public override void Run(HostMemory memory)
    {
        var x = memory.Scalars[operand];
        memory.Scalars[destination] = _integer switch
        {
            0 => _exponent == new Rational(1, 2) ? Math.Sqrt(x) : Math.Pow(x, _value),
            -1 => 1 / x,
            2 => x * x,
            _ => ElementaryFunctions.IntegerPower(x, _integer),
        };
    }
}
