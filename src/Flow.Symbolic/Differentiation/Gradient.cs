using Flow.Symbolic.Expressions;
using Flow.Symbolic.Shapes;

namespace Flow.Symbolic.Differentiation;

/// <summary>Reverse-mode differentiation of an expression graph; its result is again an expression graph.</summary>
public static class Gradient
{
    /// <summary>The gradient dE/dx of a scalar, of the shape of x.</summary>
    /// <param name="scalar">E.</param>
    /// <param name="target">x, any node of the graph.</param>
    /// <param name="rules">The rules; those of calculus where absent.</param>
    public static Expr Of(Expr scalar, Expr target, GradientRules? rules = null) => Of(scalar, [target], rules)[0];

    /// <summary>The gradients of a scalar in several nodes, from one sweep.</summary>
    /// <param name="scalar">E.</param>
    /// <param name="targets">The nodes.</param>
    /// <param name="rules">The rules; those of calculus where absent.</param>
    /// <exception cref="ShapeException">E is not a scalar.</exception>
    public static IReadOnlyList<Expr> Of(Expr scalar, IReadOnlyList<Expr> targets, GradientRules? rules = null) =>
        scalar.IsScalar
            ? VectorJacobianProduct(scalar, Constant.Of(1), targets, rules)
            : throw new ShapeException($"A gradient is of a scalar, not of {scalar.Shape}; give a cotangent instead.");

    /// <summary>The vector-Jacobian products sum_i c_i du_i/dx for several nodes x, from one sweep.</summary>
    /// <param name="output">u.</param>
    /// <param name="cotangent">c, of the shape of u.</param>
    /// <param name="targets">The nodes x.</param>
    /// <param name="rules">The rules; those of calculus where absent.</param>
    /// <exception cref="ShapeException">The cotangent has another shape than the output.</exception>
    public static IReadOnlyList<Expr> VectorJacobianProduct(
        Expr output, Expr cotangent, IReadOnlyList<Expr> targets, GradientRules? rules = null)
    {
        if (!output.Shape.Equals(cotangent.Shape))
        {
            throw new ShapeException($"The cotangent has shape {cotangent.Shape}; the output has {output.Shape}.");
        }

        var reached = new HashSet<Expr>(targets, ReferenceEqualityComparer.Instance);
        var order = TopologicalOrder.Of(output);
        var active = new HashSet<Expr>(ReferenceEqualityComparer.Instance);
        foreach (var node in order)
        {
            if (reached.Contains(node) || node.Operands.Any(active.Contains))
            {
                active.Add(node);
            }
        }

        var parts = new Dictionary<Expr, List<Expr>>(ReferenceEqualityComparer.Instance) { [output] = [cotangent] };
        for (var i = order.Count - 1; i >= 0; i--)
        {
            if (parts.TryGetValue(order[i], out var own) && active.Contains(order[i]) && !reached.Contains(order[i]))
            {
                Propagate(order[i], Sum.Of(own), active, parts, rules ?? GradientRules.Default);
            }
        }

        return [.. targets.Select(x => parts.TryGetValue(x, out var own) ? Sum.Of(own) : Constant.Of(0, x.Shape))];
    }

    private static void Propagate(
        Expr node, Expr cotangent, HashSet<Expr> active, Dictionary<Expr, List<Expr>> parts, GradientRules rules)
    {
        if (Constant.IsZero(cotangent))
        {
            return;
        }

        for (var i = 0; i < node.Operands.Length; i++)
        {
            var operand = node.Operands[i];
            if (!active.Contains(operand))
            {
                continue;
            }

            if (!parts.TryGetValue(operand, out var list))
            {
                parts.Add(operand, list = []);
            }

            list.Add(rules.Cotangent(node, i, cotangent));
        }
    }
}
