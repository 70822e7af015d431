using Flow.Symbolic.Expressions;
using Flow.Symbolic.Rewriting;
using Flow.Symbolic.Shapes;
using Flow.Symbolic.Verification;
using Flow.TestKit;

namespace Flow.Symbolic.Tests.Rewriting;

public class SampleGatheringTests
{
    /// <summary>Terms sum_n r_n A_n and (sum_n r_n f_n) V with random scalars and a random residual r.</summary>
    [Fact]
    public void Gathering_keeps_the_value() => RandomProperty.Holds(200, static seed =>
    {
        var graphs = new RandomGraphs(seed);
        var (n, a, b) = (RandomGraphs.Samples, new Dimension("a"), new Dimension("b"));
        var rank = 1 + (int)(seed % 2);
        var residual = graphs.Graph(rank == 1 ? Shape.Of(n) : Shape.Of(n, a), 2).Expression;
        var i = rank == 1 ? "n" : "na";
        var full = graphs.Graph(new Shape([.. residual.Shape.Dimensions, a, b]), 1).Expression;
        var f = graphs.Graph(residual.Shape, 1).Expression;
        var v = graphs.Graph(Shape.Of(a, b), 1).Expression;
        var terms = new[]
        {
            graphs.Graph(Shape.Scalar, 1).Expression * Algebra.Einstein($"{i},{i}jk->jk", residual, full),
            graphs.Graph(Shape.Scalar, 1).Expression * Algebra.Inner(residual, f) * v,
            graphs.Graph(Shape.Of(a, b), 1).Expression,
        };
        var before = new Rewriter(AlgebraRules.Flatten).Rewrite(Sum.Of(terms));
        var after = new Rewriter(SampleGathering.Over(n)).Rewrite(before);
        Assert.Empty(ExpressionVerifier.Verify([after], true));
        Close.Equal(graphs.Evaluator().Evaluate(before), graphs.Evaluator().Evaluate(after), 1e-8);
    });

    [Fact]
    public void Terms_with_one_residual_become_one_sum_over_the_samples()
    {
        var (n, d) = (new Dimension("N"), new Dimension("d"));
        var (x, v) = (Variable.Of("x", Shape.Of(n, d)), Variable.Of("V", Shape.Of(d)));
        var (u, y, c) = (Variable.Of("u", Shape.Of(n)), Variable.Of("y", Shape.Of(n)), Variable.Of("c"));
        var r = u - y;
        var sum = (2 * c * Algebra.Einstein("n,ni->i", r, x)) - (2 * c * Algebra.Inner(r, u) * v) + v;
        var gathered = new Rewriter(AlgebraRules.Flatten, SampleGathering.Over(n)).Rewrite(sum);
        Assert.Equal("V + 2c Σ (u_n − y_n)(x_n − V u_n)", gathered.ToString());
    }

    [Fact]
    public void Factors_beside_the_residual_are_gathered_with_it_once()
    {
        var (n, d) = (new Dimension("N"), new Dimension("a"));
        var (x, v) = (Variable.Of("x", Shape.Of(n, d)), Variable.Of("V", Shape.Of(d)));
        var (u, y) = (Variable.Of("u", Shape.Of(n)), Variable.Of("y", Shape.Of(n)));
        var r = Elementwise.Of(Primitive.Exp, u);
        var sum = Algebra.Einstein("n,n,n,ni->i", r, y, y, x) - (Algebra.Einstein("n,n,n,n->", r, y, y, u) * v);
        var gathered = new Rewriter(SampleGathering.Over(n)).Rewrite(sum);
        Assert.Equal("Σ y_n exp(u_n) (x_n y_n − V u_n y_n)", gathered.ToString());
        var random = new RandomStream(5);
        var values = new Dictionary<Expr, double[]>
        {
            [x] = random.Array(6),
            [v] = random.Array(2),
            [u] = random.Array(3),
            [y] = random.Array(3),
        };
        var evaluator = new ReferenceEvaluator(RandomGraphs.Sizes, values);
        Close.Equal(evaluator.Evaluate(sum), evaluator.Evaluate(gathered), 1e-13);
    }

    [Fact]
    public void Terms_without_a_common_residual_stay()
    {
        var (n, d) = (new Dimension("N"), new Dimension("d"));
        var (x, v) = (Variable.Of("x", Shape.Of(n, d)), Variable.Of("V", Shape.Of(d)));
        var (u, y) = (Variable.Of("u", Shape.Of(n)), Variable.Of("y", Shape.Of(n)));
        var sum = Algebra.Einstein("n,ni->i", u - y, x) - (Algebra.Inner(u + y, u) * v);
        Assert.Same(sum, new Rewriter(SampleGathering.Over(n)).Rewrite(sum));
    }
}
