using System.Collections.Immutable;
using Flow.Networks.Model;
using Flow.Symbolic.Expressions;

namespace Flow.Networks.Derivation;

/// <summary>
/// A network with masks in which placeholders, to be set to 0, are added to each masked value m z and to each product
/// H W^T of a weight with the values before it, so that derivatives in these are derivatives in the placeholders.
/// </summary>
internal sealed class PerturbedNetwork
{
    private readonly Dictionary<Expr, Expr> _done = new(ReferenceEqualityComparer.Instance);

    public PerturbedNetwork(NetworkModel model)
    {
        var order = TopologicalOrder.Of(model.Output);
        var rectifiers = model.Activations.DistinctBy(static site => site.Value)
            .Where(static site => SwitchSite.Form(site.Function) is not null)
            .Select(static (site, i) => (site.Value, Mask: Variable.Of($"m_{i + 1}", site.Value.Shape)))
            .ToDictionary(static pair => pair.Value, static pair => pair.Mask);
        var places = model.Parameters.Select(parameter => Place(parameter, order)).ToList();
        var products = places.Where(static place => place.Product is not null)
            .ToDictionary(static place => place.Product!, static place => place.Target);
        var (sites, signals) = (new List<SwitchSite>(), new List<Variable>());
        foreach (var node in order)
        {
            var operands = node.Operands.Select(operand => _done[operand]).ToImmutableArray();
            var rebuilt = operands.AsSpan().SequenceEqual(node.Operands.AsSpan()) ? node : node.WithOperands(operands);
            if (rectifiers.TryGetValue(node, out var mask))
            {
                var (slope, smallest) = SwitchSite.Form(((Apply)node).Function)!.Value;
                sites.Add(new(mask, operands[0], slope, smallest));
                signals.Add(Variable.Of($"p_{sites.Count}", node.Shape));
                rebuilt = slope * (Algebra.Hadamard(mask, operands[0]) + signals[^1]);
            }

            _done.Add(node, products.TryGetValue(node, out var target) ? rebuilt + target : rebuilt);
        }

        (Sites, Signals, Output) = ([.. sites], [.. signals], _done[model.Output]);
        Uses = [.. places.Select(place => place with { Input = place.Input is null ? null : _done[place.Input] })];
        Placeholders = [.. signals, .. products.Values];
        Masked = Clean(model);
    }

    /// <summary>f with masks and placeholders.</summary>
    public Expr Output { get; }

    /// <summary>The masked rectifiers, their pre-activations with placeholders.</summary>
    public ImmutableArray<SwitchSite> Sites { get; }

    /// <summary>The placeholder added to m z of each site.</summary>
    public ImmutableArray<Variable> Signals { get; }

    /// <summary>All placeholders.</summary>
    public ImmutableArray<Variable> Placeholders { get; }

    /// <summary>Where each parameter stands, inputs with placeholders.</summary>
    public ImmutableArray<ParameterPlace> Uses { get; }

    /// <summary>The network with masks and no placeholders.</summary>
    public NetworkModel Masked { get; }

    private NetworkModel Clean(NetworkModel model)
    {
        var zero = new Substitution(Placeholders.Select(static p =>
            new KeyValuePair<Expr, Expr>(p, Constant.Of(0, p.Shape))));
        return model.WithGraph(zero.In(Output), [.. model.Activations.Select(site => site with
        {
            PreActivation = zero.In(_done[site.PreActivation]),
            Value = zero.In(_done[site.Value]),
        })]);
    }

    /// <summary>A weight that is used once, in c sum_i H_{ni} W_{ji}, has an outer product for its gradient.</summary>
    private static ParameterPlace Place(Parameter parameter, IReadOnlyList<Expr> order)
    {
        var variable = parameter.Variable;
        var users = order.Where(node => node.Operands.Contains(variable)).ToList();
        if (users is not [Product { Tensors: [var first, var second], Scalars.IsEmpty: true } product]
            || product.Shape.Rank != 2 || product.IndexDimensions.Length != 3)
        {
            return new(parameter, variable, null, Rational.One, null);
        }

        var (weight, input) = ReferenceEquals(first.Value, variable) ? (first, second) : (second, first);
        return weight.Indices.SequenceEqual([1, 2]) && input.Indices.SequenceEqual([0, 2])
            ? new(
                parameter,
                Variable.Of($"q_{variable.Name}", product.Shape),
                input.Value,
                product.Coefficient,
                product)
            : new(parameter, variable, null, Rational.One, null);
    }
}
