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
    public override Expr Rho(ImmutableArray<StateVariable> state) =>
        Algebra.Multiply(SquaredNorms(state).Select(static norm => Power.Of(norm, new Rational(1, 2))));

    /// <summary>prod_k ||W_k||^2 or sum_k ||W_k||^2.</summary>
    /// <param name="target">What is penalised.</param>
    /// <param name="state">The state.</param>
    public override Expr Penalty(DecayTarget target, ImmutableArray<StateVariable> state) =>
        target == DecayTarget.Rho ? Algebra.Multiply(SquaredNorms(state)) : Sum.Of(SquaredNorms(state));

    /// <summary>||W_k||^2/p_k - ||W_{k+1}||^2/p_{k+1}, where f has degrees p_k and p_{k+1}.</summary>
    /// <param name="model">The network.</param>
    /// <param name="state">The state.</param>
    public override IEnumerable<Expr> Conserved(NetworkModel model, ImmutableArray<StateVariable> state)
    {
        var scaled = model.Parameters.Zip(model.Degrees)
            .Where(static pair => pair.First.IsWeight && pair.Second is { IsZero: false })
            .Select(static pair => Algebra.SquaredNorm(pair.First.Variable) / (Expr)pair.Second!.Value)
            .ToList();
        return scaled.Zip(scaled.Skip(1), static (a, b) => a - b);
    }

    private static IEnumerable<Expr> SquaredNorms(ImmutableArray<StateVariable> state) =>
        Of(state, StateRole.Weight).Select(Algebra.SquaredNorm);
}
