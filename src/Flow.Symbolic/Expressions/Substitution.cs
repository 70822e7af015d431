using System.Collections.Immutable;

namespace Flow.Symbolic.Expressions;

/// <summary>Replaces nodes of a graph, sharing what does not change.</summary>
public sealed class Substitution
{
    private readonly Dictionary<Expr, Expr> _done;

    /// <summary>Makes a substitution.</summary>
    /// <param name="replacements">What to replace, and by what (of the same shape).</param>
    public Substitution(IEnumerable<KeyValuePair<Expr, Expr>> replacements) =>
        _done = new(replacements, ReferenceEqualityComparer.Instance);

    /// <summary>Replaces one node by another in a graph.</summary>
    /// <param name="expression">The graph.</param>
    /// <param name="old">The node to replace.</param>
    /// <param name="replacement">What takes its place, of the same shape.</param>
    public static Expr Replace(Expr expression, Expr old, Expr replacement) =>
        new Substitution([new(old, replacement)]).In(expression);

    /// <summary>Replaces the nodes in a graph.</summary>
    /// <param name="expression">The graph.</param>
    public Expr In(Expr expression)
    {
        if (_done.TryGetValue(expression, out var known))
        {
            return known;
        }

        var operands = expression.Operands.Select(In).ToImmutableArray();
        var result = operands.AsSpan().SequenceEqual(expression.Operands.AsSpan())
            ? expression
            : expression.WithOperands(operands);
        _done.Add(expression, result);
        return result;
    }

    /// <summary>A scalar expression applied to each element of tensors put for its variables.</summary>
    /// <param name="body">The scalar expression.</param>
    /// <param name="parameters">Its variables.</param>
    /// <param name="arguments">One tensor for each variable, all of one shape.</param>
    public static Expr Elementwise(Expr body, ImmutableArray<Variable> parameters, ImmutableArray<Expr> arguments) =>
        new ElementwiseLift(parameters, arguments).Lift(body);
}
