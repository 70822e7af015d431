using System.Collections.Immutable;
using Flow.Symbolic.Expressions;

namespace Flow.Symbolic.Rewriting;

/// <summary>
/// Counts what a set of graphs shares. Nothing has to be searched for: equal nodes are one object from the moment they
/// are made, so a shared subexpression is a node with more than one user.
/// </summary>
public sealed class CommonSubexpressions
{
    private CommonSubexpressions(int nodeCount, ImmutableArray<SharedNode> shared)
    {
        NodeCount = nodeCount;
        Shared = shared;
    }

    /// <summary>The number of distinct nodes.</summary>
    public int NodeCount { get; }

    /// <summary>The nodes other than leaves with more than one user, operands before their users.</summary>
    public ImmutableArray<SharedNode> Shared { get; }

    /// <summary>Counts the users of every node below the roots; being a root counts as one use.</summary>
    /// <param name="roots">The outputs of the graph.</param>
    public static CommonSubexpressions Of(params IEnumerable<Expr> roots)
    {
        Expr[] outputs = [.. roots];
        var order = TopologicalOrder.Of(outputs);
        var uses = order.ToDictionary(static node => node, static _ => 0);
        foreach (var used in order.SelectMany(static node => node.Operands.Distinct()).Concat(outputs))
        {
            uses[used]++;
        }

        var shared = order
            .Where(node => uses[node] > 1 && !node.Operands.IsEmpty)
            .Select(node => new SharedNode(node, uses[node]));
        return new(order.Count, [.. shared]);
    }
}
