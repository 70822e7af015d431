using Flow.Symbolic.Expressions;
using Flow.Symbolic.Functions;
using Flow.Symbolic.Printing;
using Flow.Symbolic.Shapes;

namespace Flow.Symbolic.Tests.Printing;

/// <summary>The quantities of the papers, for printing.</summary>
internal static class Symbols
{
    public static readonly Dimension N = new("N");
    public static readonly Dimension O = new("o");
    public static readonly Dimension Inputs = new("d_0");
    public static readonly Dimension Hidden = new("d_1");
    public static readonly Variable V1 = Variable.Of("V_1", Shape.Of(Hidden, Inputs));
    public static readonly Variable V2 = Variable.Of("V_2", Shape.Of(O, Hidden));
    public static readonly Variable G1 = Variable.Of("G_1", V1.Shape);
    public static readonly Variable Y = Variable.Of("y", Shape.Of(N, O));
    public static readonly Variable Rho = Variable.Of("rho");
    public static readonly Variable Lambda = Variable.Of("lambda");
    public static readonly OpaqueFunction F = OpaqueFunction.Of("f", Y.Shape, [V1, V2], [(Rational)1, (Rational)1]);
    public static readonly OpaqueJacobian J1 = OpaqueJacobian.Of(F, 0);
    public static readonly Expr OverN = Power.Of(DimensionSize.Of(N), -1);
    public static readonly Expr Yf = Algebra.Inner(Y, F);
    public static readonly Expr Ff = Algebra.SquaredNorm(F);
    public static readonly Expr Residual = Y - (Rho * F);

    /// <summary>One output, whose index is not shown.</summary>
    public static readonly PrintOptions One = new() { Trivial = [O] };

    public static readonly PrintOptions Mean = One with { MeanNotation = true };

    /// <summary>Several outputs.</summary>
    public static readonly PrintOptions Many = new();

    public static readonly PrintOptions Matrix = new() { Style = PrintStyle.Matrix };

    /// <summary>A loss known by its symbol l(u, y).</summary>
    public static readonly ScalarFunction Loss = new(
        "logistic",
        "l",
        [Variable.Of("u"), Variable.Of("y")],
        ExpressionParser.Parse("softplus(-u*y)", "u", "y"));
}
