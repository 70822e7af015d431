using Flow.Symbolic.Expressions;
using Flow.Symbolic.Rewriting;

namespace Flow.Symbolic.Tests.Rewriting;

public class CommonSubexpressionsTests
{
    [Fact]
    public void Shared_nodes_are_listed_once_with_their_users()
    {
        var (a, b) = (Variable.Of("a"), Variable.Of("b"));
        var sum = a + b;
        var sine = Elementwise.Of(Primitive.Sin, sum);
        var report = CommonSubexpressions.Of(sine, Elementwise.Of(Primitive.Cos, sum), sine * a);
        Assert.Equal(6, report.NodeCount);
        Assert.Equal([new SharedNode(sum, 2), new SharedNode(sine, 2)], report.Shared.ToArray());
    }

    [Fact]
    public void Trees_share_nothing_but_leaves()
    {
        var a = Variable.Of("a");
        Assert.Empty(CommonSubexpressions.Of(Elementwise.Of(Primitive.Sin, a) + a).Shared);
    }
}
