using System.Collections.Immutable;
using Flow.Symbolic.Expressions;
using Flow.Symbolic.Rewriting;

namespace Flow.Backends.Plans.Lowering;

/// <summary>
/// Reads the derivative of a ReLU off its value, step(z) = step(max(z, 0)), so that z need not be kept.
/// </summary>
internal static class Gates
{
    /// <summary>The outputs with every such step rewritten.</summary>
    public static ImmutableArray<Expr> OfMaxima(ImmutableArray<Expr> outputs)
    {
        var maxima = new Dictionary<Expr, Expr>(ReferenceEqualityComparer.Instance);
        foreach (var node in TopologicalOrder.Of(outputs.AsSpan()).OfType<Elementwise>())
        {
            if (node.Function == Primitive.Max && Constant.IsZero(node.Operands[1]))
            {
                maxima.TryAdd(node.Operands[0], node);
            }
        }

        if (maxima.Count == 0)
        {
            return outputs;
        }

        var rewriter = new Rewriter(new Rule("step of a maximum", node =>
            node is Elementwise { Function: Primitive.Step } step
                && maxima.TryGetValue(step.Operands[0], out var maximum)
                ? Elementwise.Of(Primitive.Step, maximum)
                : null));
        return [.. outputs.Select(rewriter.Rewrite)];
    }
}
