using Flow.Symbolic.Expressions;
using Flow.Symbolic.Rewriting;
using Flow.Symbolic.Shapes;
using Flow.TestKit;

namespace Flow.Symbolic.Tests.Rewriting;

public class HomogeneityTests
{
    [Fact]
    public void Claimed_degrees_hold_on_random_graphs()
    {
        var claimed = 0;
        RandomProperty.Holds(400, seed =>
        {
            var graphs = new RandomGraphs(seed);
            var expression = graphs.Graph(graphs.Shape((int)(seed % 3)), 2).Expression;
            if (graphs.Variables.Count == 0 || Homogeneity.Degree(expression, graphs.Variables.Keys) is not { } degree)
            {
                return;
            }

            claimed++;
            const double s = 1.7;
            var scaled = graphs.Variables.Select(pair =>
                KeyValuePair.Create(pair.Key, pair.Value.Select(value => s * value).ToArray()));
            var expected = graphs.Evaluator().Evaluate(expression).Select(v => Math.Pow(s, degree.ToDouble()) * v);
            Close.Equal([.. expected], new ReferenceEvaluator(RandomGraphs.Sizes, scaled).Evaluate(expression), 1e-9);
        });
        Assert.True(claimed > 40, $"only {claimed} degrees were claimed");
    }

    public static TheoryData<string, string?> Networks => new()
    {
        { "relu", "2" },
        { "leaky-relu(0.1)", "2" },
        { "linear", "2" },
        { "abs(z)", "2" },
        { "max(z,0)^2", "3" },
        { "tanh", null },
        { "swish(5)", null },
        { "softplus(2)", null },
        { "max(z - 1, 0)", null },
    };

    [Theory]
    [MemberData(nameof(Networks))]
    public void Two_layer_networks_have_the_degree_of_their_activation(string activation, string? degree)
    {
        var (n, i, h) = (new Dimension("N"), new Dimension("d_0"), new Dimension("d_1"));
        var x = Variable.Of("X", Shape.Of(n, i));
        var (v, w) = (Variable.Of("V_1", Shape.Of(h, i)), Variable.Of("V_2", Shape.Of(h)));
        var sigma = Symbolic.Functions.ScalarFunctionCatalog.Parse(activation);
        var f = Algebra.Einstein("nj,j->n", Apply.Of(sigma, Algebra.Einstein("ni,ji->nj", x, v)), w);
        Assert.Equal(degree, Homogeneity.Degree(f, v, w)?.ToString());
        Assert.Equal("1", Homogeneity.Degree(f, w)?.ToString());
        var biased = f + Algebra.Broadcast(Variable.Of("b"), n);
        Assert.Null(Homogeneity.Degree(biased, v, w));
    }

    [Fact]
    public void Jacobian_of_an_opaque_function_has_one_degree_less()
    {
        var v = Variable.Of("V", Shape.Of(new Dimension("d")));
        var f = OpaqueFunction.Of("f", Shape.Of(new Dimension("N")), [v], [(Rational)0]);
        Assert.Equal(0, Homogeneity.Degree(f, v));
        Assert.Equal(-1, Homogeneity.Degree(OpaqueJacobian.Of(f, 0), v));
        var g = OpaqueFunction.Of("g", Shape.Of(new Dimension("N")), [v], [null]);
        Assert.Null(Homogeneity.Degree(OpaqueJacobian.Of(g, 0), v));
    }
}
