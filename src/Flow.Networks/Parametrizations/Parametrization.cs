using System.Collections.Immutable;
using Flow.Networks.Model;
using Flow.Symbolic.Expressions;

namespace Flow.Networks.Parametrizations;

/// <summary>How the weights of a network are written in terms of the state of the flow.</summary>
public abstract class Parametrization
{
    /// <summary>The name in experiment files.</summary>
    public abstract string Name { get; }

    /// <summary>What weight decay penalises where the file does not say.</summary>
    public abstract DecayTarget NaturalDecay { get; }

    /// <summary>The blocks of the state, in order.</summary>
    /// <param name="model">The network.</param>
    public abstract ImmutableArray<StateVariable> State(NetworkModel model);

    /// <summary>The argument of f for each parameter of the network, in terms of the state.</summary>
    /// <param name="model">The network.</param>
    /// <param name="state">The state.</param>
    public abstract ImmutableArray<Expr> Arguments(NetworkModel model, ImmutableArray<StateVariable> state);

    /// <summary>The factor of f in the raw output u = scale f, or null where u = f.</summary>
    /// <param name="state">The state.</param>
    public abstract Expr? OutputScale(ImmutableArray<StateVariable> state);

    /// <summary>
    /// rho by definition, the product of the norms of those layers whose scale reaches the output; rho f(V; x) is the
    /// raw output.
    /// </summary>
    /// <param name="model">The network.</param>
    /// <param name="state">The state.</param>
    public abstract Expr Rho(NetworkModel model, ImmutableArray<StateVariable> state);

    /// <summary>The product of the norms of all layers, those whose scale a batch norm takes away included.</summary>
    /// <param name="state">The state.</param>
    public abstract Expr NormProduct(ImmutableArray<StateVariable> state);

    /// <summary>What lambda multiplies in the objective.</summary>
    /// <param name="target">What is penalised.</param>
    /// <param name="model">The network.</param>
    /// <param name="state">The state.</param>
    public abstract Expr Penalty(DecayTarget target, NetworkModel model, ImmutableArray<StateVariable> state);

    /// <summary>Quantities that the flow may conserve; which of them it does is proved from the equations.</summary>
    /// <param name="model">The network.</param>
    /// <param name="state">The state.</param>
    public abstract IEnumerable<Expr> Conserved(NetworkModel model, ImmutableArray<StateVariable> state);

    /// <summary>The free parameters, as state variables.</summary>
    /// <param name="parameter">A parameter that is not a weight.</param>
    protected static StateVariable Free(Parameter parameter) => new(
        parameter.Variable,
        parameter.Kind switch
        {
            ParameterKind.Gain => StateRole.Gain,
            ParameterKind.Shift => StateRole.Shift,
            _ => StateRole.Free,
        },
        parameter.Layer);

    /// <summary>The state variables of one role that belong to layers whose scale reaches the output.</summary>
    /// <param name="model">The network.</param>
    /// <param name="state">The state.</param>
    /// <param name="role">The role.</param>
    protected static IEnumerable<Variable> Reaching(
        NetworkModel model, ImmutableArray<StateVariable> state, StateRole role) =>
        Of([.. state.Where(variable => !model.ScaleFree.Contains(variable.Layer))], role);

    /// <summary>The state variables of one role.</summary>
    /// <param name="state">The state.</param>
    /// <param name="role">The role.</param>
    protected static IEnumerable<Variable> Of(ImmutableArray<StateVariable> state, StateRole role) =>
        state.Where(variable => variable.Role == role).Select(static variable => variable.Variable);
}
