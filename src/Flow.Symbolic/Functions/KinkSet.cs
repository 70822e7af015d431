using System.Collections.Immutable;
using Flow.Symbolic.Expressions;

namespace Flow.Symbolic.Functions;

/// <summary>Finds where a scalar expression is not smooth.</summary>
public static class KinkSet
{
    /// <summary>The switching expressions: the function has a kink or a jump where one of them is zero.</summary>
    /// <param name="body">A scalar expression.</param>
    public static ImmutableArray<Expr> Of(Expr body)
    {
        var found = new List<Expr>();
        var seen = new HashSet<Expr>(ReferenceEqualityComparer.Instance);
        Visit(body, seen, found);
        return [.. found.Distinct().OrderBy(static expression => expression.Fingerprint)];
    }

    private static void Visit(Expr node, HashSet<Expr> seen, List<Expr> found)
    {
        if (!seen.Add(node))
        {
            return;
        }

        if (node is Elementwise { Function: Primitive.Max or Primitive.Min } pair)
        {
            found.Add(Product.SplitCoefficient(pair.Operands[0] - pair.Operands[1]).Core);
        }
        else if (node is Elementwise { Function: Primitive.Abs or Primitive.Sign or Primitive.Step } single)
        {
            found.Add(Product.SplitCoefficient(single.Operands[0]).Core);
        }

        foreach (var operand in node.Operands)
        {
            Visit(operand, seen, found);
        }
    }
}
