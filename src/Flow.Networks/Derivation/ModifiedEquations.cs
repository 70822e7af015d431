using System.Collections.Immutable;
using Flow.Networks.Parametrizations;
using Flow.Symbolic.Differentiation;
using Flow.Symbolic.Expressions;
using Flow.Symbolic.Rewriting;

namespace Flow.Networks.Derivation;

/// <summary>
/// The equations of a modified flow with the network opaque, s' = F_s - kappa P (DF_s F): F_s stands for the right-hand
/// side of the flow and DF_s for its derivative along F, which second derivatives of an opaque network would fill with
/// terms that no layer has.
/// </summary>
public sealed class ModifiedEquations
{
    private readonly FlowSystem _system;
    private readonly Rewriter _simplifier;
    private readonly Rewriter _onConstraint;

    /// <summary>Writes them down.</summary>
    /// <param name="system">The derived system of the flow itself.</param>
    public ModifiedEquations(FlowSystem system)
    {
        _system = system;
        var outside = AlgebraRules.DistributeOutside(system.Model.Samples);
        var norms = system.State.Where(static s => s.HasUnitNorm)
            .Select(static s => HomogeneityRules.UnitNorm(s.Variable));
        _simplifier = new(AlgebraRules.Flatten, system.Rules.Euler, outside);
        _onConstraint = new([AlgebraRules.Flatten, .. norms]);
        Velocities = [.. system.State.Select(static s => Symbol("F", s))];
        Changes = [.. system.State.Select(static s => Symbol("DF", s))];
        Equations = [.. system.State.Select(Equation)];
        Objective = ModifiedFlow.Objective(Variable.Of("E"), Velocities);
        Invariants = [.. system.Invariants.Select(static invariant => invariant.Quantity).Select(Prove)];
    }

    /// <summary>F_s for each block of the state.</summary>
    public ImmutableArray<Variable> Velocities { get; }

    /// <summary>DF_s, the derivative of F_s along F, for each block.</summary>
    public ImmutableArray<Variable> Changes { get; }

    /// <summary>One equation for each block, in terms of F_s and DF_s.</summary>
    public ImmutableArray<FlowEquation> Equations { get; }

    /// <summary>E + (kappa/2) ||F||^2 in terms of F_s.</summary>
    public Expr Objective { get; }

    /// <summary>The quantities examined for the flow, with their laws along the modified one.</summary>
    public ImmutableArray<Invariant> Invariants { get; }

    private FlowEquation Equation(StateVariable state, int block)
    {
        var motion = ModifiedFlow.Motion(state, Velocities[block], Changes[block]);
        return new(state, motion, _onConstraint.Rewrite(motion));
    }

    /// <summary>What F conserves need not stay: ||F||^2 has not the symmetries of E.</summary>
    private Invariant Prove(Expr quantity)
    {
        var slopes = Gradient.Of(quantity, [.. _system.State.Select(static s => s.Variable)], _system.Rules.Gradient);
        var rate = Sum.Of(Equations.Zip(slopes, static (e, slope) => Algebra.Inner(slope, e.Velocity)));
        var known = new Substitution(Velocities.Zip(
            _system.Equations, static (symbol, equation) => new KeyValuePair<Expr, Expr>(symbol, equation.Velocity)));
        var simple = _simplifier.Rewrite(known.In(rate));
        return Constant.IsZero(simple)
            ? new(quantity, InvariantLaw.Constant, simple)
            : new(quantity, InvariantLaw.Unproved, _onConstraint.Rewrite(_simplifier.Rewrite(rate)));
    }

    private static Variable Symbol(string stem, StateVariable state) =>
        Variable.Of($"{stem}_{state.Variable.Name}", state.Variable.Shape);
}
