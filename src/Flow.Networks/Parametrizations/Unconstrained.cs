using System.Collections.Immutable;
using Flow.Networks.Model;
using Flow.Symbolic.Expressions;

namespace Flow.Networks.Parametrizations;

/// <summary>u = f(W_1, .., W_L; x): the gradient flow of the weights themselves.</summary>
public sealed class Unconstrained : Parametrization
{
    /// <inheritdoc />
    public override string Name => "unconstrained";

    /// <inheritdoc />
    public override DecayTarget NaturalDecay => DecayTarget.Layers;

    /// <inheritdoc />
    public override ImmutableArray<StateVariable> State(NetworkModel model) =>
    [
        .. model.Parameters.Select(static parameter => parameter.IsWeight
            ? new(parameter.Variable, StateRole.Weight, parameter.Layer)
            : Free(parameter)),
    ];

    /// <inheritdoc />
    public override ImmutableArray<Expr> Arguments(NetworkModel model, ImmutableArray<StateVariable> state) =>
        [.. state.Select(static variable => variable.Variable)];

    /// <inheritdoc />
    public override Expr? OutputScale(ImmutableArray<StateVariable> state) => null;

    /// <inheritdoc />
    public override Expr Rho(NetworkModel model, ImmutableArray<StateVariable> state) =>
        Norms(Reaching(model, state, StateRole.Weight));

    /// <inheritdoc />
    public override Expr NormProduct(ImmutableArray<StateVariable> state) => Norms(Of(state, StateRole.Weight));

    /// <summary>The squared rho, or sum_k ||W_k||^2 over all layers.</summary>
    /// <param name="target">What is penalised.</param>
    /// <param name="model">The network.</param>
    /// <param name="state">The state.</param>
    public override Expr Penalty(DecayTarget target, NetworkModel model, ImmutableArray<StateVariable> state) =>
        target == DecayTarget.Rho
            ? Algebra.Multiply(Reaching(model, state, StateRole.Weight).Select(Algebra.SquaredNorm))
            : Sum.Of(Of(state, StateRole.Weight).Select(Algebra.SquaredNorm));

    /// <summary>
    /// ||W_k||^2 where f has degree 0 in W_k, then ||W_k||^2/p_k - ||W_{k+1}||^2/p_{k+1} for the layers with other
    /// degrees p_k.
    /// </summary>
    /// <param name="model">The network.</param>
    /// <param name="state">The state.</param>
    public override IEnumerable<Expr> Conserved(NetworkModel model, ImmutableArray<StateVariable> state)
    {
        var weights = model.Parameters.Zip(model.Degrees).Where(static pair => pair.First.IsWeight).ToList();
        var invariant = weights.Where(static pair => pair.Second is { IsZero: true })
            .Select(static pair => Algebra.SquaredNorm(pair.First.Variable));
        var scaled = weights.Where(static pair => pair.Second is { IsZero: false })
            .Select(static pair => Algebra.SquaredNorm(pair.First.Variable) / (Expr)pair.Second!.Value)
            .ToList();
        return invariant.Concat(scaled.Zip(scaled.Skip(1), static (a, b) => a - b));
    }

    private static Expr Norms(IEnumerable<Variable> weights) => Algebra.Multiply(
        weights.Select(static weight => Power.Of(Algebra.SquaredNorm(weight), new Rational(1, 2))));
}
