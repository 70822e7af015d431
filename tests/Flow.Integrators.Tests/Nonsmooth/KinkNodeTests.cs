using Flow.Integrators.Nonsmooth;
using Flow.Integrators.Spaces;
using Flow.TestKit.Nonsmooth;

namespace Flow.Integrators.Tests.Nonsmooth;

/// <summary>Nodes of a history, and what a rejected step leaves in them.</summary>
public class KinkNodeTests
{
    [Fact]
    public void Pair_released_in_a_step_that_is_taken_back_leaves_nothing_behind()
    {
        var network = new MaskedNetwork([2, 1, 1], [1, 0.5, 0.5, 1], [1, -1], isNormalised: false);
        var problem = network.ToProblem([0.2, -0.1, 0.7], 1);
        var sliding = new SlidingSet(2);
        sliding.Add(0);
        sliding.Add(1);
        var node = new KinkNode(problem, sliding);
        problem.Space.Copy(problem.InitialState, node.State);
        node.Evaluate([1, 0.5]);
        double[] field = [.. ((ArrayVector)node.Field).Values];
        double[] multipliers = [.. node.Multipliers];
        Assert.All(multipliers, static x => Assert.True(Math.Abs(x) > 1e-3));
        node.BeginStep();
        node.Leave(0, 0.1);
        sliding.RemoveAt(0);
        node.Solve(0.1);
        sliding.Assign([0, 1]);
        node.Restore();
        node.Solve(0.2);
        Assert.Equal(field, ((ArrayVector)node.Field).Values);
        Assert.Equal(multipliers, node.Multipliers.ToArray());
    }
}
