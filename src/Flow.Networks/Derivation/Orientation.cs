using Flow.Symbolic.Expressions;
using Flow.Symbolic.Rewriting;

namespace Flow.Networks.Derivation;

/// <summary>
/// Turns the sums among the factors of a product so that targets and df/dV count positive: (rho f - y)(V f - df/dV)
/// becomes (y - rho f)(df/dV - V f).
/// </summary>
internal static class Orientation
{
    /// <summary>The rule.</summary>
    /// <param name="targets">y.</param>
    public static Rule Of(Variable targets) => new("orient residuals", node => node is Product product
        ? Orient(product, targets)
        : null);

    private static Expr? Orient(Product product, Variable targets)
    {
        var position = product.Operands.ToList().FindIndex(operand => operand is Sum sum && IsTurned(sum, targets));
        return position < 0
            ? null
            : -product.WithOperands(product.Operands.SetItem(position, Negated((Sum)product.Operands[position])));
    }

    private static bool IsTurned(Sum sum, Variable targets)
    {
        var leading = sum.Operands.FirstOrDefault(term => Carries(term, node => ReferenceEquals(node, targets)))
            ?? sum.Operands.FirstOrDefault(static term => Product.SplitCoefficient(term).Core is OpaqueJacobian);
        return leading is not null && Product.SplitCoefficient(leading).Coefficient.Sign < 0;
    }

    private static bool Carries(Expr term, Func<Expr, bool> condition) => TopologicalOrder.Of(term).Any(condition);

    private static Expr Negated(Sum sum) => Sum.Of(sum.Operands.Select(static term => -term));
}
