using Flow.Networks.Derivation;
using Flow.Networks.Layers;
using Flow.Networks.Losses;
using Flow.Networks.Model;
using Flow.Networks.Parametrizations;
using Flow.Symbolic.Expressions;
using Flow.Symbolic.Functions;

namespace Flow.Networks.Tests.Derivation;

/// <summary>What a masked flow refuses, and what its graphs are made of; values are tested where they are compiled.
/// </summary>
public class MaskedFlowTests
{
    [Theory]
    [InlineData("relu", "square", null)]
    [InlineData("leaky-relu", "cross-entropy", null)]
    [InlineData("max(z,1)", "square", "the activation max(z,1) is no rectifier with its kink at 0")]
    [InlineData("relu", "max(1-u*y,0)", "the loss max(1-u*y,0) has kinks")]
    [InlineData("tanh", "square", "the network has no kinks to locate")]
    public void Obstacle_names_what_has_no_masked_form(string activation, string loss, string? problem)
    {
        var model = Build(loss, new Dense(3, false), Act(activation));
        Assert.Equal(problem, MaskedFlow.Obstacle(model)?.Problem);
        if (problem is not null)
        {
            var refused = Assert.Throws<ArgumentException>(() => MaskedFlow.Of(Derive(model)));
            Assert.StartsWith(problem, refused.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Batch_norm_is_an_obstacle()
    {
        var model = Build("square", new Dense(3, false), new BatchNorm(0, false), Act("relu"));
        Assert.Equal("batch norm couples the samples", MaskedFlow.Obstacle(model)?.Problem);
    }

    [Fact]
    public void Equations_contain_masks_and_no_rectifier()
    {
        var flow = TwoLayers();
        var nodes = TopologicalOrder.Of(flow.System.Velocities.AsSpan());
        Assert.All(flow.Sites, site => Assert.Contains(site.Mask, nodes));
        Assert.DoesNotContain(nodes, static node => node is Apply { Function.Name: "relu" });
        Assert.Equal(["m_1", "m_2"], flow.Sites.Select(static site => site.Mask.Name));
    }

    [Fact]
    public void Gradients_of_dense_weights_are_outer_products_and_of_layers_behind_nothing()
    {
        var flow = TwoLayers();
        Assert.All(flow.OfLoss().Blocks.Where(static block => block.Parameter.IsWeight), static block =>
            Assert.NotNull(block.Input));
        var first = flow.OfSwitching(0, Variable.Of("direction", flow.Sites[0].Mask.Shape)).Blocks;
        Assert.Equal([true, false, false, false], first.Select(static block => block.Value is not null));
        Assert.NotNull(flow.OfLoss().Scale);
    }

    private static MaskedFlow TwoLayers() => MaskedFlow.Of(
        Derive(Build("square", new Dense(3, false), Act("relu"), new Dense(2, true), Act("relu"))));

    private static FlowSystem Derive(NetworkModel model) =>
        FlowDerivation.Derive(model, new Lagrange(), new(true, DecayTarget.Rho, false));

    private static NetworkModel Build(string loss, params Layer[] hidden) =>
        NetworkModel.Build(4, hidden, 1, false, LossCatalog.Parse(loss));

    private static Activation Act(string text) => new(ScalarFunctionCatalog.Parse(text));
}
