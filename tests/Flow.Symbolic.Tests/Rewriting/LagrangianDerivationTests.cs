using Flow.Symbolic.Differentiation;
using Flow.Symbolic.Expressions;
using Flow.Symbolic.Functions;
using Flow.Symbolic.Printing;
using Flow.Symbolic.Rewriting;
using Flow.Symbolic.Shapes;

namespace Flow.Symbolic.Tests.Rewriting;

/// <summary>The derivation that the program is for: from the energy to the flow with its multipliers.</summary>
public class LagrangianDerivationTests
{
    private static readonly Dimension N = new("N");
    private static readonly Dimension O = new("o");
    private static readonly Variable V1 = Variable.Of("V_1", Shape.Of(new Dimension("d_1"), new Dimension("d_0")));
    private static readonly Variable V2 = Variable.Of("V_2", Shape.Of(O, new Dimension("d_1")));
    private static readonly Variable Y = Variable.Of("y", Shape.Of(N, O));
    private static readonly Variable Rho = Variable.Of("rho");
    private static readonly Variable Lambda = Variable.Of("lambda");
    private static readonly PrintOptions Options = new() { Trivial = [O] };

    [Theory]
    [InlineData("(u-y)^2")]
    [InlineData("exp(-u*y)")]
    [InlineData("log(1+exp(-u*y))")]
    public void Flow_of_a_direction_is_tangent_to_the_sphere_for_every_loss(string loss)
    {
        var (f, energy) = Energy(loss, null);
        foreach (var v in new[] { V1, V2 })
        {
            var tangency = Euler().Rewrite(Algebra.Inner(v, Flow(energy, v)));
            Assert.True(Constant.IsZero(tangency), $"{f}: {tangency}");
        }
    }

    [Theory]
    [InlineData("(u-y)^2")]
    [InlineData("exp(-u*y)")]
    public void Multipliers_of_a_homogeneous_network_are_equal_in_all_layers(string loss)
    {
        var (_, energy) = Energy(loss, 1);
        var nu = new[] { V1, V2 }.Select(v => Euler(HomogeneityRules.UnitNorm(v)).Rewrite(Multiplier(energy, v)));
        Assert.Single(nu.Distinct());
    }

    [Fact]
    public void Multipliers_of_a_network_without_degree_keep_their_inner_products()
    {
        var (_, energy) = Energy("(u-y)^2", null);
        var nu = new[] { V1, V2 }.Select(v => Euler(HomogeneityRules.UnitNorm(v)).Rewrite(Multiplier(energy, v)));
        Assert.Equal(2, nu.Distinct().Count());
    }

    [Fact]
    public void Square_loss_gives_the_printed_form_of_the_papers()
    {
        var (_, energy) = Energy("(u-y)^2", 1);
        var expand = Euler(AlgebraRules.Inline, HomogeneityRules.UnitNorm(V1));
        var scale = Euler(AlgebraRules.Inline, AlgebraRules.Distribute).Rewrite(-Gradient.Of(energy, Rho));
        Assert.Equal("(2/N)[Σ y_n f_n − ρ Σ f_n²] − 2λρ", TextPrinter.Print(scale, Options));
        Assert.Equal("(ρ/N) Σ f_n (y_n − ρ f_n)", TextPrinter.Print(expand.Rewrite(Multiplier(energy, V1)), Options));
        Assert.Equal(
            "(2ρ/N) Σ (y_n − ρ f_n) ∂f_n/∂V₁",
            TextPrinter.Print(expand.Rewrite(-Gradient.Of(energy, V1)), Options));
    }

    [Theory]
    [InlineData("(u-y)^2", "(2ρ/N) Σ (y_n − ρ f_n)(∂f_n/∂V₁ − V₁ f_n)")]
    [InlineData("exp(-u*y)", "(ρ/N) Σ y_n exp(−ρ y_n f_n) (∂f_n/∂V₁ − V₁ f_n)")]
    public void Flow_of_a_direction_reads_as_in_the_papers(string loss, string flow)
    {
        var (_, energy) = Energy(loss, 1);
        var flat = Euler(AlgebraRules.Inline, HomogeneityRules.UnitNorm(V1)).Rewrite(Flow(energy, V1));
        Assert.Equal(flow, TextPrinter.Print(new Rewriter(SampleGathering.Over(N)).Rewrite(flat), Options));
    }

    [Fact]
    public void Equilibrium_of_the_scale_is_a_zero_of_its_flow()
    {
        var (f, energy) = Energy("(u-y)^2", 1);
        var (yf, ff) = (Algebra.Inner(Y, f), Algebra.SquaredNorm(f));
        var flow = Euler(AlgebraRules.Inline, AlgebraRules.Distribute).Rewrite(-Gradient.Of(energy, Rho));
        var atEquilibrium = Substitution.Replace(flow, yf, Rho * ((DimensionSize.Of(N) * Lambda) + ff));
        var zero = new Rewriter(AlgebraRules.Distribute).Rewrite(atEquilibrium);
        Assert.Same(Constant.Of(0), zero);
    }

    private static Rewriter Euler(params ReadOnlySpan<Rule> more) =>
        new([AlgebraRules.Flatten, HomogeneityRules.Euler, AlgebraRules.DistributeOutside(N), .. more]);

    private static (OpaqueFunction Network, Expr Energy) Energy(string loss, Rational? degree)
    {
        var f = OpaqueFunction.Of("f", Shape.Of(N, O), [V1, V2], [degree, degree]);
        var (u, y) = (Variable.Of("u"), Variable.Of("y"));
        var l = new ScalarFunction(loss, "l", [u, y], ExpressionParser.Parse(loss, "u", "y"));
        var mean = Algebra.SumOver(Apply.Of(l, Rho * f, Y)) / DimensionSize.Of(N);
        return (f, mean + (Lambda * Power.Of(Rho, 2)));
    }

    /// <summary>nu = -(V, dE/dV) / (2 (V, V)).</summary>
    private static Expr Multiplier(Expr energy, Variable v) =>
        -Algebra.Inner(v, Gradient.Of(energy, v)) / (2 * Algebra.SquaredNorm(v));

    private static Expr Flow(Expr energy, Variable v) =>
        -Gradient.Of(energy, v) - (2 * Multiplier(energy, v) * v);
}
