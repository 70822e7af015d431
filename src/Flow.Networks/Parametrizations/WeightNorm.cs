using System.Collections.Immutable;
using Flow.Networks.Model;
using Flow.Symbolic.Expressions;

namespace Flow.Networks.Parametrizations;

/// <summary>
/// u = f(W_1, .., W_L; x) with W_k = g_k v_k/||v_k||_F (T. Salimans, D. P. Kingma, "Weight normalization: a simple
/// reparameterization to accelerate training of deep neural networks", 2016); the flow of g_k and v_k keeps ||v_k||.
/// </summary>
public sealed class WeightNorm : Parametrization
{
    /// <inheritdoc />
    public override string Name => "weight-norm";

    /// <inheritdoc />
    public override DecayTarget NaturalDecay => DecayTarget.Layers;

    /// <summary>g_k before v_k for each layer, each followed by its free parameters.</summary>
    /// <param name="model">The network.</param>
    public override ImmutableArray<StateVariable> State(NetworkModel model) =>
        [.. model.Parameters.SelectMany(static parameter => parameter.IsWeight ? Split(parameter) : [Free(parameter)])];

    /// <inheritdoc />
    public override ImmutableArray<Expr> Arguments(NetworkModel model, ImmutableArray<StateVariable> state) =>
    [
        .. model.Parameters.Select(parameter => parameter.IsWeight
            ? Weight(state, parameter.Layer)
            : state.Single(variable => ReferenceEquals(variable.Variable, parameter.Variable)).Variable),
    ];

    /// <inheritdoc />
    public override Expr? OutputScale(ImmutableArray<StateVariable> state) => null;

    /// <inheritdoc />
    public override Expr Rho(NetworkModel model, ImmutableArray<StateVariable> state) =>
        Magnitudes(Reaching(model, state, StateRole.LayerScale));

    /// <inheritdoc />
    public override Expr NormProduct(ImmutableArray<StateVariable> state) =>
        Magnitudes(Of(state, StateRole.LayerScale));

    /// <summary>The squared rho, or sum_k g_k^2 over all layers.</summary>
    /// <param name="target">What is penalised.</param>
    /// <param name="model">The network.</param>
    /// <param name="state">The state.</param>
    public override Expr Penalty(DecayTarget target, NetworkModel model, ImmutableArray<StateVariable> state) =>
        target == DecayTarget.Rho
            ? Algebra.Multiply(Reaching(model, state, StateRole.LayerScale).Select(Square))
            : Sum.Of(Of(state, StateRole.LayerScale).Select(Square));

    /// <summary>||v_k||^2 for each layer.</summary>
    /// <param name="model">The network.</param>
    /// <param name="state">The state.</param>
    public override IEnumerable<Expr> Conserved(NetworkModel model, ImmutableArray<StateVariable> state) =>
        Of(state, StateRole.LayerDirection).Select(Algebra.SquaredNorm);

    private static Expr Square(Variable scale) => Power.Of(scale, 2);

    private static Expr Magnitudes(IEnumerable<Variable> scales) =>
        Algebra.Multiply(scales.Select(static scale => Elementwise.Of(Primitive.Abs, scale)));

    private static StateVariable[] Split(Parameter weight) =>
    [
        new(Variable.Of($"g_{weight.Layer}"), StateRole.LayerScale, weight.Layer),
        new(Variable.Of($"v_{weight.Layer}", weight.Variable.Shape), StateRole.LayerDirection, weight.Layer),
    ];

    private static Expr Weight(ImmutableArray<StateVariable> state, int layer)
    {
        var own = state.Where(variable => variable.Layer == layer).ToList();
        var scale = own.Single(static variable => variable.Role == StateRole.LayerScale).Variable;
        var direction = own.Single(static variable => variable.Role == StateRole.LayerDirection).Variable;
        return scale * Power.Of(Algebra.SquaredNorm(direction), new Rational(-1, 2)) * direction;
    }
}
