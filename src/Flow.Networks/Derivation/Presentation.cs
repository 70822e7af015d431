using System.Collections.Immutable;
using Flow.Networks.Model;
using Flow.Networks.Parametrizations;
using Flow.Symbolic.Expressions;
using Flow.Symbolic.Rewriting;

namespace Flow.Networks.Derivation;

/// <summary>
/// Arranges derived right-hand sides as they are printed: on the constraint, losses written out, moments gathered in
/// the equation of the scale, one sum over samples in those of the directions.
/// </summary>
internal sealed class Presentation
{
    private readonly NetworkModel _model;
    private readonly Rewriter _onConstraint;
    private readonly Rewriter _expand;
    private readonly Rewriter _gather;
    private readonly Rewriter _orient;

    public Presentation(NetworkModel model, ImmutableArray<StateVariable> state, Rule euler)
    {
        _model = model;
        Rule[] rules = [AlgebraRules.Inline, AlgebraRules.Flatten, euler];
        var norms = state.Where(static s => s.HasUnitNorm)
            .Select(static s => HomogeneityRules.UnitNorm(s.Variable)).ToArray();
        _onConstraint = new([.. rules, .. norms, AlgebraRules.DistributeOutside(model.Samples)]);
        _expand = new([.. rules, .. norms, AlgebraRules.Distribute]);
        _gather = new(SampleGathering.Over(model.Samples));
        _orient = new(Orientation.Of(model.Targets));
    }

    /// <summary>Everything multiplied out, losses included.</summary>
    public Expr Expand(Expr expression) => _expand.Rewrite(expression);

    /// <summary>The right-hand side as it is printed.</summary>
    public Expr Arrange(StateVariable state, Expr velocity) =>
        state.Role == StateRole.Scale && _model.Loss.IsQuadratic
            ? GatherMoments(Expand(velocity))
            : _orient.Rewrite(_gather.Rewrite(_onConstraint.Rewrite(velocity)));

    /// <summary>A fraction of sums without the factors that numerator and denominator share.</summary>
    public static Expr ArrangeFraction(Expr fraction)
    {
        var (coefficient, core) = Product.SplitCoefficient(fraction);
        var scalars = core is Product product ? product.Scalars : [core];
        var arranged = scalars.Select(scalar => scalar is Power { Base: Sum sum } power
            ? Power.Of(CommonFactor.Of(sum.Operands, static _ => true).Product, power.Exponent)
            : scalar);
        return Algebra.Multiply([Constant.Of(coefficient), .. arranged]);
    }

    /// <summary>The terms with a mean over samples get one common factor in front.</summary>
    private Expr GatherMoments(Expr expanded)
    {
        if (expanded is not Sum sum)
        {
            return expanded;
        }

        var mean = Power.Of(DimensionSize.Of(_model.Samples), -1);
        var moments = sum.Operands.Where(term => term is Product product && product.Scalars.Contains(mean)).ToList();
        return moments.Count < 2
            ? expanded
            : Sum.Of(sum.Operands.Except(moments).Append(CommonFactor.Of(moments, CarriesTargets).Product));
    }

    private bool CarriesTargets(Expr term) =>
        TopologicalOrder.Of(term).Any(node => ReferenceEquals(node, _model.Targets));

}
