using Flow.Symbolic.Expressions;
using Flow.Symbolic.Rewriting;

namespace Flow.Symbolic.Functions;

/// <summary>Replaces what people write by what does not overflow.</summary>
internal static class StableForms
{
    private static readonly Rule Softplus = new(
        "log(1 + e^a) = softplus(a)",
        static node => node is Elementwise { Function: Primitive.Log } log && Exponent(log.Operands[0]) is { } a
            ? Elementwise.Of(Primitive.Softplus, a)
            : null);

    private static readonly Rule Sigmoid = new(
        "1/(1 + e^a) = sigmoid(-a)",
        static node => node is Power { Exponent.Sign: < 0 } power && Exponent(power.Base) is { } a
            ? Power.Of(Elementwise.Of(Primitive.Sigmoid, -a), -power.Exponent)
            : null);

    private static readonly Rule Logistic = new(
        "e^a sigmoid(-a) = sigmoid(a)", static node => node is Product product ? JoinExponential(product) : null);

    /// <summary>The same function with log(1 + e^a) and 1/(1 + e^a) written as softplus and sigmoid.</summary>
    /// <param name="body">A scalar expression.</param>
    public static Expr Of(Expr body) => new Rewriter(Softplus, Sigmoid, Logistic).Rewrite(body);

    /// <summary>a for 1 + e^a, otherwise null.</summary>
    private static Expr? Exponent(Expr node)
    {
        if (node is not Sum { Operands.Length: 2 } sum)
        {
            return null;
        }

        var one = Constant.Of(1);
        var other = ReferenceEquals(sum.Operands[0], one) ? sum.Operands[1]
            : ReferenceEquals(sum.Operands[1], one) ? sum.Operands[0] : null;
        return other is Elementwise { Function: Primitive.Exp } exp ? exp.Operands[0] : null;
    }

    private static Expr? JoinExponential(Product product)
    {
        foreach (var exp in product.Scalars.OfType<Elementwise>().Where(static f => f.Function == Primitive.Exp))
        {
            var sigmoid = Elementwise.Of(Primitive.Sigmoid, -exp.Operands[0]);
            var isThere = product.Scalars.Any(factor => ReferenceEquals(factor, sigmoid)
                || (factor is Power { Exponent.Sign: > 0 } power && ReferenceEquals(power.Base, sigmoid)));
            if (isThere)
            {
                var joined = Elementwise.Of(Primitive.Sigmoid, exp.Operands[0]);
                return Algebra.Multiply(product, Power.Of(exp, -1), Power.Of(sigmoid, -1), joined);
            }
        }

        return null;
    }
}
