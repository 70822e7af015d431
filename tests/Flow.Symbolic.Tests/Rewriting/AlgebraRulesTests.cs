using Flow.Symbolic.Expressions;
using Flow.Symbolic.Rewriting;
using Flow.Symbolic.Shapes;
using Flow.Symbolic.Verification;
using Flow.TestKit;

namespace Flow.Symbolic.Tests.Rewriting;

public class AlgebraRulesTests
{
    public static TheoryData<string> Rules => ["flatten", "distribute", "outside", "inline", "all", "gather"];

    [Theory]
    [MemberData(nameof(Rules))]
    public void Rules_keep_the_value_and_leave_legal_graphs(string which)
    {
        var changed = 0;
        RandomProperty.Holds(150, seed =>
        {
            var graphs = new RandomGraphs(seed);
            var before = graphs.Graph(graphs.Shape((int)(seed % 4)), 3).Expression;
            var after = new Rewriter(Select(which)).Rewrite(before);
            Assert.Equal(before.Shape, after.Shape);
            Assert.Empty(ExpressionVerifier.Verify([after], true));
            Close.Equal(graphs.Evaluator().Evaluate(before), graphs.Evaluator().Evaluate(after), 1e-8);
            changed += ReferenceEquals(before, after) ? 0 : 1;
        });
        Assert.True(changed > 10, $"the rule changed only {changed} graphs");
    }

    [Fact]
    public void Flattening_leaves_no_product_in_a_product() => RandomProperty.Holds(150, static seed =>
    {
        var graphs = new RandomGraphs(seed);
        var flat = new Rewriter(AlgebraRules.Flatten).Rewrite(graphs.Graph(Shape.Scalar, 4).Expression);
        Assert.DoesNotContain(
            TopologicalOrder.Of(flat).OfType<Product>(),
            static product => product.Tensors.Any(static factor => factor.Value is Product));
    });

    [Fact]
    public void Inlining_leaves_no_named_function() => RandomProperty.Holds(150, static seed =>
    {
        var graphs = new RandomGraphs(seed);
        var plain = new Rewriter(AlgebraRules.Inline).Rewrite(graphs.Graph(Shape.Scalar, 4).Expression);
        Assert.Empty(TopologicalOrder.Of(plain).OfType<Apply>());
    });

    [Fact]
    public void Multiplying_out_proves_the_binomial_identity()
    {
        var (a, b) = (Variable.Of("a"), Variable.Of("b"));
        var rewriter = new Rewriter(AlgebraRules.Flatten, AlgebraRules.Distribute);
        var difference = Power.Of(a + b, 3)
            - (Power.Of(a, 3) + (3 * Power.Of(a, 2) * b) + (3 * a * Power.Of(b, 2)) + Power.Of(b, 3));
        Assert.Same(Constant.Of(0), rewriter.Rewrite(difference));
    }

    [Fact]
    public void Multiplying_out_proves_matrix_identities()
    {
        var d = new Dimension("d");
        var (a, b, c) = (Square("A", d), Square("B", d), Square("C", d));
        var rewriter = new Rewriter(AlgebraRules.Flatten, AlgebraRules.Distribute);
        var associator = Algebra.MatrixProduct(Algebra.MatrixProduct(a, b), c)
            - Algebra.MatrixProduct(a, Algebra.MatrixProduct(b, c));
        Assert.Same(Constant.Of(0, a.Shape), rewriter.Rewrite(associator));
        var sum = Algebra.SquaredNorm(a + b)
            - (Algebra.SquaredNorm(a) + (2 * Algebra.Inner(a, b)) + Algebra.SquaredNorm(b));
        Assert.Same(Constant.Of(0), rewriter.Rewrite(sum));
    }

    [Fact]
    public void Residuals_over_the_samples_stay_whole_where_asked()
    {
        var n = new Dimension("N");
        var (u, y) = (Variable.Of("u", Shape.Of(n)), Variable.Of("y", Shape.Of(n)));
        var (a, b) = (Variable.Of("a"), Variable.Of("b"));
        var energy = Algebra.SquaredNorm(u - y) * (a + b);
        var text = new Rewriter(AlgebraRules.Flatten, AlgebraRules.DistributeOutside(n)).Rewrite(energy).ToString();
        Assert.Equal("a Σ (u_n − y_n)² + b Σ (u_n − y_n)²", text);
    }

    private static Rule[] Select(string which) => which switch
    {
        "flatten" => [AlgebraRules.Flatten],
        "distribute" => [AlgebraRules.Distribute],
        "gather" => [AlgebraRules.Flatten, SampleGathering.Over(RandomGraphs.Samples)],
        "outside" => [AlgebraRules.DistributeOutside(RandomGraphs.Samples)],
        "inline" => [AlgebraRules.Inline],
        _ => [AlgebraRules.Inline, AlgebraRules.Flatten, AlgebraRules.Distribute],
    };

    private static Variable Square(string name, Dimension d) => Variable.Of(name, Shape.Of(d, d));
}
