using Flow.Symbolic.Differentiation;
using Flow.Symbolic.Expressions;
using Flow.Symbolic.Rewriting;
using Flow.Symbolic.Shapes;
using Xunit.Abstractions;

namespace Flow.Symbolic.Tests.Rewriting;

public class LagrangianDerivation(ITestOutputHelper output)
{
    [Fact]
    public void Multiplier_of_a_homogeneous_network_is_the_same_for_every_layer()
    {
        var n = new Dimension("N");
        var o = new Dimension("o");
        var v = Variable.Of("V_1", Shape.Of(new Dimension("d_1"), new Dimension("d_0")));
        var y = Variable.Of("y", Shape.Of(n, o));
        var rho = Variable.Of("rho");
        var f = OpaqueFunction.Of("f", Shape.Of(n, o), [v], [(Rational)1]);
        var u = rho * f;
        var residual = u - y;
        var energy = (Algebra.SquaredNorm(residual) / DimensionSize.Of(n)) + (Variable.Of("lambda") * Power.Of(rho, 2));
        var g = Gradient.Of(energy, v);
        output.WriteLine(g.ToString());
        var nu = new Rewriter(AlgebraRules.Flatten, HomogeneityRules.Euler).Rewrite(Algebra.Inner(v, g) / Algebra.SquaredNorm(v));
        output.WriteLine(nu.ToString());
        var rhs = -g + (nu * v);
        output.WriteLine(rhs.ToString());
        var tangency = new Rewriter(AlgebraRules.Flatten, HomogeneityRules.Euler, AlgebraRules.DistributeOutside(n)).Rewrite(Algebra.Inner(v, rhs));
        output.WriteLine(tangency.ToString());
        Assert.True(Constant.IsZero(tangency));
        var rhoDot = -Gradient.Of(energy, rho);
        output.WriteLine(rhoDot.ToString());
        output.WriteLine(new Rewriter(AlgebraRules.Flatten, AlgebraRules.Distribute).Rewrite(rhoDot).ToString());
    }
}
