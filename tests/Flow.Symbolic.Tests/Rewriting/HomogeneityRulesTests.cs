using Flow.Symbolic.Differentiation;
using Flow.Symbolic.Expressions;
using Flow.Symbolic.Functions;
using Flow.Symbolic.Rewriting;
using Flow.Symbolic.Shapes;
using Flow.TestKit;

namespace Flow.Symbolic.Tests.Rewriting;

public class HomogeneityRulesTests
{
    private static readonly Dimension N = new("N");
    private static readonly Dimension I = new("a");
    private static readonly Dimension H = new("b");
    private static readonly Dimension O = new("o");
    private static readonly Variable X = Variable.Of("X", Shape.Of(N, I));
    private static readonly Variable V = Variable.Of("V_1", Shape.Of(H, I));
    private static readonly Variable W = Variable.Of("V_2", Shape.Of(O, H));
    private static readonly Variable C = Variable.Of("c", Shape.Of(N, O));

    [Theory]
    [InlineData("relu", 1)]
    [InlineData("max(z,0)^2", 2)]
    [InlineData("leaky-relu(0.3)", 1)]
    public void Euler_keeps_the_value_where_the_function_is_homogeneous(string activation, int degree)
    {
        var f = OpaqueFunction.Of("f", Shape.Of(N, O), [V, W], [(Rational)degree, (Rational)1]);
        foreach (var argument in new[] { 0, 1 })
        {
            var contraction = Contraction(f, argument);
            var rewritten = new Rewriter(HomogeneityRules.Euler).Rewrite(contraction);
            Assert.Empty(TopologicalOrder.Of(rewritten).OfType<OpaqueJacobian>());
            var evaluator = Bound(f, activation);
            Close.Equal([evaluator.Scalar(contraction)], [evaluator.Scalar(rewritten)], 1e-12);
        }
    }

    [Fact]
    public void Euler_needs_a_known_degree()
    {
        var f = OpaqueFunction.Of("f", Shape.Of(N, O), [V, W], [null, (Rational)1]);
        var contraction = Contraction(f, 0);
        Assert.Same(contraction, new Rewriter(HomogeneityRules.Euler).Rewrite(contraction));
        var told = new Rewriter(HomogeneityRules.EulerWith(static (_, argument) => argument == 0 ? 3 : null));
        Assert.Same(3 * Algebra.Inner(C, f), told.Rewrite(contraction));
    }

    [Fact]
    public void Euler_leaves_contractions_with_other_tensors_alone()
    {
        var f = OpaqueFunction.Of("f", Shape.Of(N, O), [V, W], [(Rational)1, (Rational)1]);
        var other = Variable.Of("G", V.Shape);
        var contraction = Algebra.Einstein("noij,ij,no->", OpaqueJacobian.Of(f, 0), other, C);
        Assert.Same(contraction, new Rewriter(HomogeneityRules.Euler).Rewrite(contraction));
        var partial = Algebra.Einstein("noij,ik,no->jk", OpaqueJacobian.Of(f, 0), V, C);
        Assert.Same(partial, new Rewriter(HomogeneityRules.Euler).Rewrite(partial));
    }

    [Fact]
    public void Unit_norm_keeps_the_value_on_the_sphere()
    {
        var squaredNorm = Algebra.SquaredNorm(V);
        var pulled = Algebra.Einstein("jn,ni->ji", Algebra.Einstein("ni,ji->jn", X, V), X);
        var expression = (Algebra.Inner(V, pulled) / Power.Of(squaredNorm, 2)) + squaredNorm;
        var rewritten = new Rewriter(HomogeneityRules.UnitNorm(V)).Rewrite(expression);
        Assert.DoesNotContain(squaredNorm, TopologicalOrder.Of(rewritten));
        var raw = new RandomStream(3).Array(8);
        var norm = Math.Sqrt(raw.Sum(static value => value * value));
        var evaluator = new ReferenceEvaluator(
            RandomGraphs.Sizes, [new(V, [.. raw.Select(value => value / norm)]), new(X, new RandomStream(4).Array(6))]);
        Close.Equal([evaluator.Scalar(expression)], [evaluator.Scalar(rewritten)], 1e-13);
    }

    private static Expr Contraction(OpaqueFunction f, int argument) => Algebra.Einstein(
        "noij,ij,no->", OpaqueJacobian.Of(f, argument), f.Operands[argument], C);

    /// <summary>f is a two-layer network; its Jacobians are gathered row by row from its gradients.</summary>
    private static ReferenceEvaluator Bound(OpaqueFunction f, string activation)
    {
        var sigma = ScalarFunctionCatalog.Parse(activation);
        var network = Algebra.Einstein("nj,oj->no", Apply.Of(sigma, Algebra.Einstein("ni,ji->nj", X, V)), W);
        var random = new RandomStream(11);
        var values = new Dictionary<Expr, double[]>
        {
            [X] = random.Array(6),
            [V] = random.Array(8),
            [W] = random.Array(4),
            [C] = random.Array(3),
        };
        var bound = new Dictionary<Expr, double[]>(values)
        {
            [f] = new ReferenceEvaluator(RandomGraphs.Sizes, values).Evaluate(network),
        };
        foreach (var argument in new[] { 0, 1 })
        {
            var rows = Enumerable.Range(0, 3).SelectMany(row =>
            {
                var unit = Enumerable.Range(0, 3).Select(k => k == row ? 1.0 : 0.0).ToArray();
                var pulled = Gradient.VectorJacobianProduct(network, C, [f.Operands[argument]])[0];
                return new ReferenceEvaluator(
                    RandomGraphs.Sizes, new Dictionary<Expr, double[]>(values) { [C] = unit }).Evaluate(pulled);
            });
            bound[OpaqueJacobian.Of(f, argument)] = [.. rows];
        }

        return new ReferenceEvaluator(RandomGraphs.Sizes, bound);
    }
}
