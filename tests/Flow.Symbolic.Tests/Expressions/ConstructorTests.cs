using Flow.Symbolic.Verification;
using Flow.TestKit;

namespace Flow.Symbolic.Tests.Expressions;

public class ConstructorTests
{
    [Fact]
    public void Constructors_keep_the_value_when_they_simplify() => RandomProperty.Holds(400, static seed =>
    {
        var graphs = new RandomGraphs(seed);
        var twin = graphs.Graph(graphs.Shape((int)(seed % 4)), 3);
        Close.Equal(twin.Value, graphs.Evaluator().Evaluate(twin.Expression), 1e-9);
    });

    [Fact]
    public void Constructors_build_graphs_without_violations() => RandomProperty.Holds(400, static seed =>
    {
        var graphs = new RandomGraphs(seed);
        var twin = graphs.Graph(graphs.Shape((int)(seed % 4)), 3);
        Assert.Empty(ExpressionVerifier.Verify([twin.Expression], true));
    });

    [Fact]
    public void Equal_structures_are_one_object() => RandomProperty.Holds(200, static seed =>
    {
        var first = new RandomGraphs(seed);
        var second = new RandomGraphs(seed);
        var rank = (int)(seed % 4);
        Assert.Same(first.Graph(first.Shape(rank), 3).Expression, second.Graph(second.Shape(rank), 3).Expression);
    });
}
