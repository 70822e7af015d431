using Flow.Symbolic.Expressions;
using Flow.Symbolic.Functions;

namespace Flow.Networks.Losses;

/// <summary>A loss given by a scalar expression in u and y, summed over outputs.</summary>
public sealed class ElementwiseLoss : Loss
{
    private readonly ScalarFunction _function;

    /// <summary>Makes a loss from its expression.</summary>
    /// <param name="name">The name in experiment files.</param>
    /// <param name="expression">A scalar expression in u and y, such as "(u-y)^2".</param>
    /// <exception cref="ExpressionParseException">The expression cannot be read.</exception>
    public ElementwiseLoss(string name, string expression)
    {
        Name = name;
        var u = Variable.Of("u");
        var y = Variable.Of("y");
        _function = new(name, "l", [u, y], ExpressionParser.Parse(expression, "u", "y"));
    }

    /// <inheritdoc />
    public override string Name { get; }

    /// <inheritdoc />
    public override bool IsQuadratic => Constant.IsZero(_function.Derivative([3, 0])) && _function.Kinks.IsEmpty;

    /// <inheritdoc />
    public override bool HasKinks => KinksInOutput.Any();

    private IEnumerable<Expr> KinksInOutput =>
        _function.Kinks.Where(kink => TopologicalOrder.Of(kink).Contains(_function.Parameters[0]));

    /// <inheritdoc />
    public override IEnumerable<Expr> SwitchingFunctions(Expr outputs, Expr targets) => KinksInOutput.Select(kink =>
        Substitution.Elementwise(kink, _function.Parameters, [outputs, targets]));

    /// <inheritdoc />
    public override Expr Values(Expr outputs, Expr targets) => Apply.Of(_function, outputs, targets);

    /// <inheritdoc />
    public override Expr Total(Expr outputs, Expr targets) =>
        Algebra.SumOver(Apply.Of(_function, outputs, targets));
}
