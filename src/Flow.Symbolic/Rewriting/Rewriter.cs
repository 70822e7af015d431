using System.Collections.Immutable;
using Flow.Symbolic.Expressions;

namespace Flow.Symbolic.Rewriting;

/// <summary>Applies a table of rules from the leaves up until none applies.</summary>
public sealed class Rewriter
{
    private readonly ImmutableArray<Rule> _rules;
    private readonly Dictionary<Expr, Expr> _done = new(ReferenceEqualityComparer.Instance);

    /// <summary>Makes a rewriter; it remembers what it rewrote.</summary>
    /// <param name="rules">The rules, tried in order.</param>
    public Rewriter(params ReadOnlySpan<Rule> rules) => _rules = [.. rules];

    /// <summary>Rewrites an expression; its value does not change.</summary>
    /// <param name="expression">The expression.</param>
    public Expr Rewrite(Expr expression)
    {
        if (_done.TryGetValue(expression, out var known))
        {
            return known;
        }

        var operands = expression.Operands.Select(Rewrite).ToImmutableArray();
        var node = operands.AsSpan().SequenceEqual(expression.Operands.AsSpan())
            ? expression
            : expression.WithOperands(operands);
        var result = ReferenceEquals(node, expression) ? ApplyRules(node) : Rewrite(node);
        _done[expression] = result;
        return result;
    }

    private Expr ApplyRules(Expr node)
    {
        foreach (var rule in _rules)
        {
            if (rule.Apply(node) is { } replacement && !ReferenceEquals(replacement, node))
            {
                return Rewrite(replacement);
            }
        }

        return node;
    }
}
