using Flow.Networks.Derivation;
using Flow.Symbolic.Expressions;

namespace Flow.Networks.Tests.Derivation;

/// <summary>Derivation is at matrix level: nothing grows with a width, with N or with the number of inputs.</summary>
public class DerivationSizeTests
{
    [Theory]
    [InlineData("relu", "square", 1)]
    [InlineData("swish(50)", "logistic", 1)]
    [InlineData("tanh", "cross-entropy", 5)]
    public void Number_of_nodes_does_not_depend_on_widths(string activation, string loss, int outputs)
    {
        int[] Sizes(int width) =>
        [
            Nodes(Networks.Lagrange(Networks.Build([width, width], activation, loss, width, outputs))),
            Nodes(Networks.Unconstrained(Networks.Build([width, width], activation, loss, width, outputs))),
        ];

        Assert.Equal(Sizes(3), Sizes(3000));
    }

    /// <summary>Nodes of the concrete system grow linearly with the number of layers.</summary>
    [Fact]
    public void Number_of_nodes_grows_linearly_with_the_depth()
    {
        int At(int depth) => Nodes(Networks.Lagrange(Networks.Build([.. Enumerable.Repeat(4, depth - 1)], "tanh")));

        var (small, middle, large) = (At(4), At(8), At(12));

        Assert.InRange(large - middle, (middle - small) * 0.9, (middle - small) * 1.1);
    }

    private static int Nodes(FlowSystem system)
    {
        var concrete = system.Concretize();
        return TopologicalOrder.Of(
        [
            .. system.Equations.SelectMany(static e => new[] { e.Velocity, e.Presented }),
            .. system.Steps.Select(static step => step.Right),
            .. concrete.Velocities,
            concrete.EnergyRate,
        ]).Count;
    }
}
