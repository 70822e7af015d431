namespace Flow.Symbolic.Expressions;

/// <summary>Lists the nodes of graphs with operands before the nodes that use them.</summary>
public static class TopologicalOrder
{
    /// <summary>Every node below the roots, once, operands first.</summary>
    /// <param name="roots">The outputs of the graph.</param>
    public static IReadOnlyList<Expr> Of(params ReadOnlySpan<Expr> roots)
    {
        var seen = new HashSet<Expr>(ReferenceEqualityComparer.Instance);
        var order = new List<Expr>();
        foreach (var root in roots)
        {
            Visit(root, seen, order);
        }

        return order;
    }

    private static void Visit(Expr node, HashSet<Expr> seen, List<Expr> order)
    {
        if (!seen.Add(node))
        {
            return;
        }

        foreach (var operand in node.Operands)
        {
            Visit(operand, seen, order);
        }

        order.Add(node);
    }
}
