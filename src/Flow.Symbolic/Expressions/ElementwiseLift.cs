using System.Collections.Immutable;
using Flow.Symbolic.Shapes;

namespace Flow.Symbolic.Expressions;

/// <summary>
/// Turns a scalar expression in parameters into the same expression of each element of tensor arguments.
/// </summary>
internal sealed class ElementwiseLift(ImmutableArray<Variable> parameters, ImmutableArray<Expr> arguments)
{
    private readonly Dictionary<Expr, Expr> _done = new(ReferenceEqualityComparer.Instance);

    private Shape Shape => arguments[0].Shape;

    /// <summary>The lifted expression, of the arguments' shape.</summary>
    public Expr Lift(Expr body)
    {
        if (!_done.TryGetValue(body, out var lifted))
        {
            lifted = Make(body);
            _done.Add(body, lifted);
        }

        return lifted;
    }

    private Expr Make(Expr body) => body switch
    {
        Variable variable when parameters.IndexOf(variable) is >= 0 and var position => arguments[position],
        Constant constant => Constant.Of(constant.Value, Shape),
        Product product => Hadamard(product),
        Sum sum => Sum.Of(sum.Operands.Select(Lift)),
        Power power => Power.Of(Lift(power.Base), power.Exponent),
        Elementwise node => Elementwise.Of(node.Function, [.. node.Operands.Select(Lift)]),
        Apply apply => Apply.Of(apply.Function, apply.Orders, [.. apply.Operands.Select(Lift)]),
        _ => throw new ShapeException($"A scalar function cannot contain {body.GetType().Name}."),
    };

    private Expr Hadamard(Product product)
    {
        var identity = Enumerable.Range(0, Shape.Rank).ToImmutableArray();
        IEnumerable<Factor> factors = product.Scalars.Select(scalar => new Factor(Lift(scalar), identity));
        return Product.Of(factors.Prepend(new(Constant.Of(product.Coefficient), [])), Shape.Dimensions, Shape.Rank);
    }
}
