using Flow.Symbolic.Expressions;
using Flow.Symbolic.Shapes;

namespace Flow.Symbolic.Printing;

/// <summary>The place of a factor among others: 2 lambda rho V_1 y_n f_n exp(..) (..) df/dV.</summary>
internal static class FactorOrder
{
    /// <summary>Scalars and parameters.</summary>
    public const int Scalar = 0;

    /// <summary>Parameter tensors.</summary>
    public const int Parameter = 1;

    /// <summary>Data and other values of each sample.</summary>
    public const int Value = 2;

    /// <summary>Opaque functions.</summary>
    public const int Network = 3;

    /// <summary>Functions of something.</summary>
    public const int Function = 4;

    /// <summary>Brackets and sums.</summary>
    public const int Sum = 5;

    /// <summary>Derivatives of opaque functions.</summary>
    public const int Derivative = 6;

    /// <summary>The place of an expression.</summary>
    /// <param name="expression">The expression.</param>
    /// <param name="samples">The dimension of the samples.</param>
    public static int Of(Expr expression, Dimension samples) => expression switch
    {
        Variable or DimensionSize or Constant => expression.IsScalar ? Scalar
            : expression is Variable && expression.Shape.Contains(samples) ? Value : Parameter,
        OpaqueFunction => Network,
        OpaqueJacobian => Derivative,
        Power power => Of(power.Base, samples),
        Sum sum => sum.Operands.Any(term => Of(term, samples) == Derivative) ? Derivative : Sum,
        Product product => product.Tensors.Select(factor => Of(factor.Value, samples)).DefaultIfEmpty(Sum).Max(),
        _ => Function,
    };
}
