using System.Collections.Immutable;
using Flow.Networks.Model;
using Flow.Symbolic.Differentiation;
using Flow.Symbolic.Expressions;

namespace Flow.Networks.Derivation;

/// <summary>
/// A flow whose rectifiers h = max(z, 0) are h = m z with masks m as per-sample inputs: F(y; m), smooth in y where the
/// masks are held; its equations are those of the flow, its network is the masked graph. Terms of one sample and their
/// gradients come as graphs as well.
/// </summary>
public sealed class MaskedFlow
{
    private readonly FlowSystem _system;
    private readonly PerturbedNetwork _network;
    private readonly Substitution _clean;

    private MaskedFlow(FlowSystem system, PerturbedNetwork network)
    {
        _network = network;
        Sites = network.Sites;
        _system = system with { Model = network.Masked };
        System = _system.Concretize();
        _clean = new(network.Placeholders
            .Select(static p => new KeyValuePair<Expr, Expr>(p, Constant.Of(0, p.Shape)))
            .Concat(system.Model.Parameters.Zip(
                system.Function.Operands, static (p, a) => new KeyValuePair<Expr, Expr>(p.Variable, a))));
        Switching = [.. Sites.Select(site => _clean.In(site.PreActivation))];
    }

    /// <summary>The flow with the masked network in place.</summary>
    public ConcreteSystem System { get; }

    /// <summary>The masked rectifiers in order; PreActivation in terms of the network's own parameters.</summary>
    public ImmutableArray<SwitchSite> Sites { get; }

    /// <summary>The switching functions z of each site in terms of the state, samples first.</summary>
    public ImmutableArray<Expr> Switching { get; }

    /// <summary>Why a network has no masked form, and what would have one; null where it has.</summary>
    /// <param name="model">The network.</param>
    public static (string Problem, string Remedy)? Obstacle(NetworkModel model)
    {
        if (!model.Normalizations.IsEmpty)
        {
            return ("batch norm couples the samples", "leave it out, or write solver: auto");
        }

        if (model.Loss.HasKinks)
        {
            return ($"the loss {model.Loss.Name} has kinks", "take a smooth loss, or write solver: auto");
        }

        var other = model.Activations.Select(static site => site.Function)
            .FirstOrDefault(static f => !f.Kinks.IsEmpty && SwitchSite.Form(f) is null);
        if (other is not null)
        {
            return (
                $"the activation {other.Name} is no rectifier with its kink at 0",
                "take relu or leaky-relu, or write solver: auto");
        }

        return model.HasKinks ? null : (
            "the network has no kinks to locate", "write solver: auto, which takes a solver for smooth networks");
    }

    /// <summary>The number of switching functions of each sample.</summary>
    /// <param name="model">The network, which has a masked form.</param>
    public static int Units(NetworkModel model) => model.Activations.DistinctBy(static site => site.Value)
        .Where(static site => !site.Function.Kinks.IsEmpty)
        .Sum(site => site.Value.Shape.Dimensions.Skip(1).Aggregate(1, (count, d) => count * model.Sizes[d]));

    /// <summary>Masks the network of a flow.</summary>
    /// <param name="system">The derived flow.</param>
    /// <exception cref="ArgumentException">The network has no masked form, see Obstacle.</exception>
    public static MaskedFlow Of(FlowSystem system) => Obstacle(system.Model) is { } obstacle
        ? throw new ArgumentException($"{obstacle.Problem}; {obstacle.Remedy}", nameof(system))
        : new(system, new PerturbedNetwork(system.Model));

    /// <summary>
    /// The derivatives of the loss: of one sample where the plan runs on one, e_n = (1/N) l(u_n, y_n).
    /// </summary>
    public TermGradient OfLoss()
    {
        var loss = Substitution.Replace(_system.Loss, _system.Function, _network.Output);
        return Differentiate(loss);
    }

    /// <summary>The derivatives of sum_n &lt;d_n, z_n&gt; for the switching functions of one site.</summary>
    /// <param name="site">The position of the site.</param>
    /// <param name="direction">d, of the shape of z.</param>
    public TermGradient OfSwitching(int site, Variable direction) =>
        Differentiate(Algebra.Inner(direction, Sites[site].PreActivation));

    private TermGradient Differentiate(Expr term)
    {
        var scale = _system.State.FirstOrDefault(static s => s.Role == Parametrizations.StateRole.Scale)?.Variable;
        var uses = _network.Uses;
        List<Expr> targets = [.. _network.Signals, .. uses.Select(static use => use.Target)];
        var slopes = Gradient.Of(term, scale is null ? targets : [.. targets, scale], _system.Rules.Gradient)
            .Select(_clean.In).ToList();
        var blocks = uses.Zip(slopes.Skip(_network.Signals.Length), (use, slope) => Constant.IsZero(slope)
            ? new BlockGradient(use.Parameter, null, null)
            : use.Input is null
                ? new(use.Parameter, slope, null)
                : new(use.Parameter, use.Coefficient * slope, _clean.In(use.Input)));
        return new(
            [.. slopes.Take(_network.Signals.Length)],
            [.. blocks],
            scale is null || Constant.IsZero(slopes[^1]) ? null : slopes[^1]);
    }
}
