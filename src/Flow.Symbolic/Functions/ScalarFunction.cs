using System.Collections.Concurrent;
using System.Collections.Immutable;
using Flow.Symbolic.Differentiation;
using Flow.Symbolic.Expressions;
using Flow.Symbolic.Rewriting;

namespace Flow.Symbolic.Functions;

/// <summary>
/// A scalar function given by an expression in its parameters (z for activations; u, y for losses); its derivatives,
/// degree of homogeneity and kinks are computed from that expression.
/// </summary>
public sealed class ScalarFunction
{
    private readonly ConcurrentDictionary<string, Expr> _derivatives = new();

    /// <summary>Makes a function.</summary>
    /// <param name="name">The name in files and tables, such as relu or swish(50).</param>
    /// <param name="symbol">The printed symbol, such as sigma or l.</param>
    /// <param name="parameters">The scalar variables of the body.</param>
    /// <param name="body">A scalar expression in the parameters.</param>
    public ScalarFunction(string name, string symbol, ImmutableArray<Variable> parameters, Expr body)
    {
        Name = name;
        Symbol = symbol;
        Parameters = parameters;
        Body = body;
    }

    /// <summary>The name in files and tables.</summary>
    public string Name { get; }

    /// <summary>The printed symbol.</summary>
    public string Symbol { get; }

    /// <summary>The scalar variables of the body.</summary>
    public ImmutableArray<Variable> Parameters { get; }

    /// <summary>The value as an expression in the parameters.</summary>
    public Expr Body { get; }

    /// <summary>
    /// The degree p with f(s z) = s^p f(z) for s &gt; 0 in all parameters jointly, null where there is none.
    /// </summary>
    public Rational? Degree => Homogeneity.Degree(Body, Parameters);

    /// <summary>The expressions whose zeros are the kinks; empty for a smooth function.</summary>
    public ImmutableArray<Expr> Kinks => KinkSet.Of(Body);

    /// <summary>True where the second derivatives vanish between kinks, and there is a kink.</summary>
    public bool IsPiecewiseLinear => !Kinks.IsEmpty
        && Enumerable.Range(0, Parameters.Length).All(i =>
            Enumerable.Range(0, i + 1).All(j => Constant.IsZero(Derivative(SecondOrder(i, j)))));

    /// <summary>A partial derivative as an expression in the parameters.</summary>
    /// <param name="orders">The order in each parameter.</param>
    public Expr Derivative(ImmutableArray<int> orders) =>
        _derivatives.GetOrAdd(
            string.Join(',', orders),
            static (_, pair) => pair.Self.Derive(pair.Orders),
            (Self: this, Orders: orders));

    /// <inheritdoc />
    public override string ToString() => Name;

    private Expr Derive(ImmutableArray<int> orders)
    {
        var last = orders.Length - 1;
        while (last >= 0 && orders[last] == 0)
        {
            last--;
        }

        if (last < 0)
        {
            return Body;
        }

        var lower = Derivative(orders.SetItem(last, orders[last] - 1));
        return Gradient.Of(lower, Parameters[last]);
    }

    private ImmutableArray<int> SecondOrder(int first, int second) =>
        [.. Enumerable.Range(0, Parameters.Length).Select(i => (i == first ? 1 : 0) + (i == second ? 1 : 0))];
}
