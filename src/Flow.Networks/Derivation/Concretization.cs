using System.Collections.Immutable;
using Flow.Networks.Model;
using Flow.Symbolic.Differentiation;
using Flow.Symbolic.Expressions;
using Flow.Symbolic.Shapes;

namespace Flow.Networks.Derivation;

/// <summary>
/// Puts a network's layers in place of the opaque function f, and reverse-mode differentiation of its graph in place
/// of the contractions with df/da_k.
/// </summary>
public sealed class Concretization
{
    private readonly OpaqueFunction _function;
    private readonly Expr _network;
    private readonly Expr _output;
    private readonly IReadOnlyList<Expr> _parameters;
    private readonly Substitution _arguments;
    private readonly GradientRules _rules;
    private readonly Dictionary<Expr, Expr> _done = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<Expr, IReadOnlyList<Expr>> _sweeps = new(ReferenceEqualityComparer.Instance);

    /// <summary>Prepares the replacement of f.</summary>
    /// <param name="model">The network.</param>
    /// <param name="function">f.</param>
    /// <param name="rules">The rules of differentiation.</param>
    public Concretization(NetworkModel model, OpaqueFunction function, GradientRules rules)
    {
        _function = function;
        _rules = rules;
        _output = model.Output;
        _parameters = [.. model.Parameters.Select(static parameter => parameter.Variable)];
        _arguments = new(model.Parameters.Zip(
            function.Operands, static (p, a) => new KeyValuePair<Expr, Expr>(p.Variable, a)));
        _network = _arguments.In(model.Output);
        _done.Add(function, _network);
    }

    /// <summary>The graph of f in terms of the state, samples x outputs.</summary>
    public Expr Network => _network;

    /// <summary>The expression with the layers in place.</summary>
    /// <param name="expression">An expression of the abstract level.</param>
    public Expr In(Expr expression)
    {
        if (!_done.TryGetValue(expression, out var result))
        {
            result = expression is Product product && FindJacobian(product) is >= 0 and var position
                ? Contract(product, position)
                : WithConcreteOperands(expression);
            _done.Add(expression, result);
        }

        return result;
    }

    private Expr WithConcreteOperands(Expr expression)
    {
        var operands = expression.Operands.Select(In).ToImmutableArray();
        return operands.AsSpan().SequenceEqual(expression.Operands.AsSpan())
            ? expression
            : expression.WithOperands(operands);
    }

    private int FindJacobian(Product product) => product.Tensors.ToList().FindIndex(factor =>
        factor.Value is OpaqueJacobian jacobian && ReferenceEquals(jacobian.Function, _function));

    /// <summary>
    /// Gathers what multiplies df/da over the outputs into a cotangent and takes the sweep's result for it.
    /// </summary>
    private Expr Contract(Product product, int position)
    {
        var jacobian = (OpaqueJacobian)product.Tensors[position].Value;
        var rank = _function.Shape.Rank;
        var outer = product.Tensors[position].Indices.Take(rank).ToList();
        var inner = product.Tensors[position].Indices.Skip(rank).ToImmutableArray();
        var others = product.Tensors.Where((_, i) => i != position).ToList();
        var cotangents = others.Where(factor => factor.Indices.All(outer.Contains)).ToList();
        var rest = others.Except(cotangents).ToList();
        if (rest.Any(factor => factor.Indices.Any(outer.Contains)) || outer.Any(index => index < product.Shape.Rank))
        {
            throw new ShapeException($"{product} is not a vector-Jacobian product of {_function.Name}.");
        }

        var cotangent = Product.Of(
            cotangents.Select(factor => new Factor(In(factor.Value), [.. factor.Indices.Select(outer.IndexOf)])),
            _function.Shape.Dimensions,
            rank);
        var kept = Enumerable.Range(0, product.IndexDimensions.Length).Where(i => !outer.Contains(i)).ToList();
        var factors = rest
            .Select(factor => new Factor(In(factor.Value), factor.Indices))
            .Append(new(Sweep(cotangent)[jacobian.Argument], inner))
            .Select(factor => factor.Rename(kept.IndexOf))
            .Concat(product.Scalars.Select(scalar => new Factor(In(scalar), [])))
            .Append(new(Constant.Of(product.Coefficient), []));
        return Product.Of(factors, [.. kept.Select(i => product.IndexDimensions[i])], product.Shape.Rank);
    }

    /// <summary>
    /// The sweep goes over the network's own parameters, whose arguments are put in afterwards: an argument such as
    /// g v/||v|| is no longer a node of its own once it is multiplied by something.
    /// </summary>
    private IReadOnlyList<Expr> Sweep(Expr cotangent)
    {
        if (!_sweeps.TryGetValue(cotangent, out var results))
        {
            var placeholder = Variable.Of("cotangent", _output.Shape);
            var sweep = Gradient.VectorJacobianProduct(_output, placeholder, _parameters, _rules);
            var bound = new Substitution([new(placeholder, cotangent)]);
            results = [.. sweep.Select(result => bound.In(_arguments.In(result)))];
            _sweeps.Add(cotangent, results);
        }

        return results;
    }
}
