using System.Collections.Immutable;
using Flow.Networks.Model;
using Flow.Networks.Parametrizations;
using Flow.Symbolic.Expressions;

namespace Flow.Networks.Derivation;

/// <summary>A derived system with the network's layers in place: what a backend compiles.</summary>
public sealed class ConcreteSystem
{
    private readonly Concretization _concretization;

    /// <summary>Puts the layers in.</summary>
    /// <param name="system">The derived system.</param>
    public ConcreteSystem(FlowSystem system)
    {
        System = system;
        _concretization = new(system.Model, system.Function, system.Rules.Gradient);
        Velocities = [.. system.Equations.Select(equation => In(equation.Velocity))];
        Multipliers = [.. system.Multipliers.Select(multiplier => In(multiplier.Value))];
    }

    /// <summary>The derived system.</summary>
    public FlowSystem System { get; }

    /// <summary>s' for each block of the state, in its order.</summary>
    public ImmutableArray<Expr> Velocities { get; }

    /// <summary>nu_k for each constrained block.</summary>
    public ImmutableArray<Expr> Multipliers { get; }

    /// <summary>f(V; X), samples x outputs.</summary>
    public Expr Output => _concretization.Network;

    /// <summary>The mean loss.</summary>
    public Expr Loss => In(System.Loss);

    /// <summary>The objective.</summary>
    public Expr Objective => In(System.Objective);

    /// <summary>dE/dt.</summary>
    public Expr EnergyRate => In(System.EnergyRate);

    /// <summary>The activations' inputs and outputs in terms of the state.</summary>
    public IEnumerable<(Expr PreActivation, Expr Value)> Activations
    {
        get
        {
            var substitution = Arguments();
            return System.Model.Activations.Select(s => (substitution.In(s.PreActivation), substitution.In(s.Value)));
        }
    }

    /// <summary>The batch norms in terms of the state.</summary>
    public IEnumerable<NormalizationSite> Normalizations
    {
        get
        {
            var substitution = Arguments();
            return System.Model.Normalizations.Select(site => site with
            {
                PreActivation = substitution.In(site.PreActivation),
                Variance = substitution.In(site.Variance),
                Spread = substitution.In(site.Spread),
            });
        }
    }

    /// <summary>
    /// rho as published for networks with batch norm, prod_k ||W_k|| prod_l ||sqrt(gamma_l)||_2/||sqrt(v_l)||_2 over
    /// all layers k and batch norms l (the norm of gamma counts as 1 without gamma; T. Poggio, Q. Liao, 2020, code); v
    /// is the biased variance of the batch, not a running one. Null without batch norm.
    /// </summary>
    public Expr? PublishedRho => System.Model.Normalizations.IsEmpty ? null : Algebra.Multiply(
        Normalizations.SelectMany(static site => new[]
        {
            Power.Of(Algebra.SumOver(site.Variance), new Rational(-1, 2)),
            site.Gain is null
                ? Constant.Of(1)
                : Power.Of(Algebra.SumOver(Elementwise.Of(Primitive.Abs, site.Gain)), new Rational(1, 2)),
        }).Append(System.Parametrization.NormProduct(System.State)));

    /// <summary>The state variables.</summary>
    public ImmutableArray<StateVariable> State => System.State;

    /// <summary>An expression of the abstract level with the layers in place.</summary>
    /// <param name="expression">The expression.</param>
    public Expr In(Expr expression) => _concretization.In(expression);

    private Substitution Arguments() => new(System.Model.Parameters.Zip(
        System.Function.Operands, static (p, a) => new KeyValuePair<Expr, Expr>(p.Variable, a)));
}
