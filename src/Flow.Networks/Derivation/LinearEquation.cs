using Flow.Symbolic.Differentiation;
using Flow.Symbolic.Expressions;

namespace Flow.Networks.Derivation;

/// <summary>Solves a x + b = 0 for a scalar x that an expression contains linearly.</summary>
public static class LinearEquation
{
    /// <summary>The solution -b/a, or null where the expression is not linear in the unknown or a = 0.</summary>
    /// <param name="expression">a x + b, a scalar.</param>
    /// <param name="unknown">x.</param>
    /// <param name="simplify">Simplifies; it must multiply products of sums out so that a is free of x.</param>
    public static Expr? Solve(Expr expression, Variable unknown, Func<Expr, Expr> simplify)
    {
        var slope = simplify(Gradient.Of(expression, unknown));
        var rest = simplify(Substitution.Replace(expression, unknown, Constant.Of(0)));
        return Constant.IsZero(slope) || Contains(slope, unknown) ? null : simplify(-rest / slope);
    }

    private static bool Contains(Expr expression, Expr node) =>
        TopologicalOrder.Of(expression).Any(other => ReferenceEquals(other, node));
}
