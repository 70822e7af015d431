using Flow.Backends.Plans.Lowering;
using Flow.Symbolic.Differentiation;
using Flow.Symbolic.Expressions;

namespace Flow.Backends.Tests.Plans;

public class ProductFusionTests
{
    [Fact]
    public void Relu_network_keeps_no_elementwise_code_of_hidden_layers()
    {
        var operations = Lower("relu");

        Assert.DoesNotContain(operations.OfType<CodeOp>(), static operation => operation.Code.Width > 1);
        var finishes = operations.OfType<MultiplyOp>().Select(static operation => operation.Finish).ToList();
        Assert.Equal(2, finishes.Count(static finish => finish == ProductFinish.Relu));
        Assert.Equal(2, finishes.Count(static finish => finish == ProductFinish.Gate));
    }

    [Fact]
    public void Product_that_something_else_reads_too_is_stored()
    {
        var graph = DenseGraph.Build([6, 5, 4, 1], "relu");
        var lowered = PlanLowering.Lower(graph.Source(
            [new("z", graph.PreActivations[0]), .. graph.LossAndGradient(graph.Objective)]));
        var operations = lowered.Phases.SelectMany(static phase => phase.Samples).ToList();

        var finishes = operations.OfType<MultiplyOp>().Select(static operation => operation.Finish).ToList();
        Assert.Equal(1, finishes.Count(static finish => finish == ProductFinish.Relu));
        Assert.Single(operations.OfType<CopyOutOp>());
    }

    [Fact]
    public void Other_activations_keep_their_code()
    {
        var operations = Lower("tanh");

        Assert.DoesNotContain(operations.OfType<MultiplyOp>(), static o => o.Finish == ProductFinish.Relu);
        Assert.Contains(operations.OfType<CodeOp>(), static operation => operation.Code.Width > 1);
    }

    [Fact]
    public void Products_along_a_direction_are_summed_with_their_constants_in_registers()
    {
        var graph = DenseGraph.Build([6, 5, 4, 1], "relu");
        var gradient = graph.LossAndGradient(graph.Objective).Skip(1).ToList();
        var tangents = graph.Parameters.Select(p => Variable.Of($"d {p.Name}", p.Shape)).ToList();
        var product = new JacobianVectorProduct(
            graph.Parameters.Zip(tangents, static (p, d) => new KeyValuePair<Expr, Expr>(p, d)));
        var source = graph.Source([.. gradient.Select(output => output with { Value = product.Of(output.Value) })]);
        var lowered = PlanLowering.Lower(source with { Late = [.. tangents] });
        var late = lowered.Phases.Skip(lowered.FirstLate).SelectMany(static phase => phase.Samples).ToList();

        Assert.DoesNotContain(late.OfType<CodeOp>(), static operation => operation.Code.Width > 1);
        Assert.Contains(late.OfType<MultiplyOp>(), static o => o.Accumulates && o.Finish == ProductFinish.Gate);
    }

    private static List<SampleOp> Lower(string activation)
    {
        var graph = DenseGraph.Build([6, 5, 4, 1], activation);
        var lowered = PlanLowering.Lower(graph.Source([.. graph.LossAndGradient(graph.Objective)]));
        return [.. lowered.Phases.SelectMany(static phase => phase.Samples)];
    }
}
