using System.Collections.Immutable;
using Flow.Networks.Model;
using Flow.Symbolic.Expressions;

namespace Flow.Networks.Parametrizations;

/// <summary>
/// u = rho f(V_1, .., V_L; x) with ||V_k||_F = 1 kept by Lagrange multipliers (T. Poggio, Q. Liao, "Explicit
/// regularization and implicit bias in deep network classifiers trained with the square loss", 2020).
/// </summary>
public sealed class Lagrange : Parametrization
{
    /// <inheritdoc />
    public override string Name => "lagrange";

    /// <inheritdoc />
    public override DecayTarget NaturalDecay => DecayTarget.Rho;

    /// <inheritdoc />
    public override ImmutableArray<StateVariable> State(NetworkModel model) =>
    [
        .. model.Parameters.Select(static parameter => parameter.IsWeight
            ? new(Variable.Of($"V_{parameter.Layer}", parameter.Variable.Shape), StateRole.Direction, parameter.Layer)
            : Free(parameter)),
        new(Variable.Of("rho"), StateRole.Scale, 0),
    ];

    /// <inheritdoc />
    public override ImmutableArray<Expr> Arguments(NetworkModel model, ImmutableArray<StateVariable> state) =>
        [.. state.Where(static s => s.Role != StateRole.Scale).Select(static s => s.Variable)];

    /// <inheritdoc />
    public override Expr OutputScale(ImmutableArray<StateVariable> state) => NormProduct(state);

    /// <inheritdoc />
    public override Expr Rho(NetworkModel model, ImmutableArray<StateVariable> state) => NormProduct(state);

    /// <inheritdoc />
    public override Expr NormProduct(ImmutableArray<StateVariable> state) => Of(state, StateRole.Scale).Single();

    /// <summary>
    /// rho^2, or L rho^(2/L), the sum of the squared norms of the L layers whose scale reaches the output where these
    /// are equal.
    /// </summary>
    /// <param name="target">What is penalised.</param>
    /// <param name="model">The network.</param>
    /// <param name="state">The state.</param>
    public override Expr Penalty(DecayTarget target, NetworkModel model, ImmutableArray<StateVariable> state)
    {
        var depth = Reaching(model, state, StateRole.Direction).Count();
        return target == DecayTarget.Rho
            ? Power.Of(NormProduct(state), 2)
            : depth * Power.Of(NormProduct(state), new Rational(2, depth));
    }

    /// <inheritdoc />
    public override IEnumerable<Expr> Conserved(NetworkModel model, ImmutableArray<StateVariable> state) =>
        Of(state, StateRole.Direction).Select(Algebra.SquaredNorm);
}
