using System.Collections.Immutable;
using Flow.Networks.Model;
using Flow.Networks.Parametrizations;
using Flow.Symbolic.Differentiation;
using Flow.Symbolic.Expressions;
using Flow.Symbolic.Rewriting;

namespace Flow.Networks.Derivation;

/// <summary>
/// Derives the equations of a gradient flow from its Lagrangian
/// E = (1/N) sum_n l(u_n, y_n) + lambda R + sum_k nu_k (||V_k||^2 - 1), the network being an opaque function f:
/// differentiates, imposes d||V_k||^2/dt = 0, solves for nu_k, substitutes, simplifies.
/// </summary>
public sealed class FlowDerivation
{
    private readonly NetworkModel _model;
    private readonly Parametrization _parametrization;
    private readonly WeightDecay _decay;
    private readonly DerivationRules _rules;
    private readonly Rewriter _simplifier;
    private readonly List<DerivationStep> _steps = [];
    private readonly ImmutableArray<StateVariable> _state;

    private FlowDerivation(
        NetworkModel model, Parametrization parametrization, WeightDecay decay, DerivationRules rules)
    {
        _model = model;
        _parametrization = parametrization;
        _decay = decay;
        _rules = rules;
        _state = parametrization.State(model);
        _simplifier = new(AlgebraRules.Flatten, rules.Euler, AlgebraRules.DistributeOutside(model.Samples));
    }

    /// <summary>lambda, the coefficient of weight decay.</summary>
    public static Variable Lambda { get; } = Variable.Of("lambda");

    /// <summary>Derives the flow of a network.</summary>
    /// <param name="model">The network.</param>
    /// <param name="parametrization">How its weights are written.</param>
    /// <param name="decay">What is penalised.</param>
    /// <param name="rules">The rules; those of calculus where absent.</param>
    public static FlowSystem Derive(
        NetworkModel model, Parametrization parametrization, WeightDecay decay, DerivationRules? rules = null) =>
        new FlowDerivation(model, parametrization, decay, rules ?? DerivationRules.Default).Run();

    private FlowSystem Run()
    {
        var function = OpaqueFunction.Of(
            "f", _model.Output.Shape, _parametrization.Arguments(_model, _state), _model.Degrees);
        var output = _parametrization.OutputScale(_state) is { } scale ? scale * function : function;
        var loss = _model.Loss.Total(output, _model.Targets) / DimensionSize.Of(_model.Samples);
        var objective = _decay.IsPresent ? loss + (Lambda * Penalty()) : loss;
        var symbols = _state.Where(static s => s.HasUnitNorm)
            .ToImmutableDictionary(static s => s, static s => Variable.Of($"nu_{s.Layer}"));
        var lagrangian = symbols.Aggregate(
            objective, static (sum, pair) => sum + (pair.Value * (Algebra.SquaredNorm(pair.Key.Variable) - 1)));
        Step("objective", "E", objective);
        Step("Lagrangian with a multiplier for each norm", "E_nu", lagrangian);

        var forces = Gradient.Of(lagrangian, [.. _state.Select(static s => s.Variable)], _rules.Gradient);
        var velocities = _state.Zip(forces, (s, force) => (State: s, Value: Descent(s, force))).ToList();
        var multipliers = velocities.Where(static pair => pair.State.HasUnitNorm)
            .Select(pair => SolveMultiplier(pair.State, symbols[pair.State], pair.Value)).ToImmutableArray();
        var substitution = multipliers.Select(static m => new KeyValuePair<Expr, Expr>(m.Symbol, m.Value));
        var presentation = new Presentation(_model, _state, _rules.Euler);
        var equations = velocities
            .Select(pair => Equation(pair.State, Simplify(new Substitution(substitution).In(pair.Value)), presentation))
            .ToImmutableArray();
        return new FlowSystem(_model, _parametrization, _decay, _state)
        {
            Function = function,
            RawOutput = output,
            Loss = loss,
            Objective = objective,
            Equations = equations,
            Multipliers = multipliers,
            Equilibrium = FindEquilibrium(equations, presentation),
            Invariants = Prove(equations),
            EnergyRate = EnergyRate(objective, equations),
            Steps = [.. _steps],
            Rules = _rules,
        };
    }

    private Expr Penalty()
    {
        var penalty = _parametrization.Penalty(_decay.Target, _model, _state);
        var free = _state.Where(static s => s.IsFree)
            .Select(static s => Algebra.SquaredNorm(s.Variable));
        return _decay.IncludesFree ? Sum.Of(free.Prepend(penalty)) : penalty;
    }

    private Expr Descent(StateVariable state, Expr force)
    {
        var velocity = Simplify(-force);
        Step("descent, minus the derivative", $"{state.Variable.Name}'", velocity);
        return velocity;
    }

    private Multiplier SolveMultiplier(StateVariable state, Variable symbol, Expr velocity)
    {
        var rate = Simplify(2 * Algebra.Inner(state.Variable, velocity));
        Step("rate of change of the norm, which must vanish", $"d||{state.Variable.Name}||^2/dt", rate);
        var value = LinearEquation.Solve(rate, symbol, Simplify)
            ?? throw new InvalidOperationException($"{symbol.Name} cannot be solved for.");
        var presented = Simplify(new Rewriter(HomogeneityRules.UnitNorm(state.Variable)).Rewrite(value));
        Step("solved for the multiplier", symbol.Name, value);
        return new(symbol, state, value, presented);
    }

    private FlowEquation Equation(StateVariable state, Expr velocity, Presentation presentation)
    {
        var presented = presentation.Arrange(state, velocity);
        Step("multipliers substituted, on the constraint", $"{state.Variable.Name}'", presented);
        return new(state, velocity, presented);
    }

    /// <summary>rho where rho' = 0, for a quadratic loss, in which rho' is linear.</summary>
    private Expr? FindEquilibrium(ImmutableArray<FlowEquation> equations, Presentation presentation)
    {
        var scale = equations.FirstOrDefault(static equation => equation.State.Role == StateRole.Scale);
        if (scale is null || !_model.Loss.IsQuadratic || (_decay.IsPresent && _decay.Target != DecayTarget.Rho))
        {
            return null;
        }

        var expanded = presentation.Expand(scale.Velocity);
        var solution = LinearEquation.Solve(expanded, scale.State.Variable, presentation.Expand);
        var arranged = solution is null ? null : Presentation.ArrangeFraction(solution);
        if (arranged is not null)
        {
            Step("equilibrium, rho' = 0 solved for rho", "rho_eq", arranged);
        }

        return arranged;
    }

    private ImmutableArray<Invariant> Prove(ImmutableArray<FlowEquation> equations) =>
        [.. _parametrization.Conserved(_model, _state).Select(quantity => Prove(quantity, equations))];

    private Invariant Prove(Expr quantity, ImmutableArray<FlowEquation> equations)
    {
        var rate = Simplify(RateOf(quantity, equations));
        var law = Constant.IsZero(rate) ? InvariantLaw.Constant
            : Constant.IsZero(Simplify(rate + (4 * Lambda * quantity))) ? InvariantLaw.DecaysWithWeightDecay
            : InvariantLaw.Unproved;
        Step($"rate of change of {quantity}", "d/dt", rate);
        return new(quantity, law, rate);
    }

    private Expr EnergyRate(Expr objective, ImmutableArray<FlowEquation> equations) =>
        RateOf(objective, equations);

    /// <summary>dQ/dt = sum over the state of the inner product of dQ/ds and s'.</summary>
    private Expr RateOf(Expr quantity, ImmutableArray<FlowEquation> equations)
    {
        var slopes = Gradient.Of(quantity, [.. equations.Select(static e => e.State.Variable)], _rules.Gradient);
        return Sum.Of(equations.Zip(slopes, static (equation, slope) => Algebra.Inner(slope, equation.Velocity)));
    }

    private Expr Simplify(Expr expression) => _simplifier.Rewrite(expression);

    private void Step(string reason, string left, Expr right) => _steps.Add(new(reason, left, right));
}
