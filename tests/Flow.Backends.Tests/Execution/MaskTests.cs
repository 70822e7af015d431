using Flow.Backends.Plans;
using Flow.Backends.Tests.Plans;
using Flow.Symbolic.Expressions;
using Flow.Symbolic.Rewriting;
using Flow.Symbolic.Shapes;
using Flow.TestKit;

namespace Flow.Backends.Tests.Execution;

/// <summary>
/// ReLU with given masks: h = m z and h' = m, the masks being per-sample data that change between runs.
/// </summary>
public class MaskTests
{
    private const int Count = 61;

    public static TheoryData<string, Precision> Arithmetics() => Arithmetic.All();

    public static TheoryData<string> Backends() => ["cpu", "reference"];

    [Theory]
    [MemberData(nameof(Arithmetics))]
    public void Masks_of_the_signs_equal_the_rectifier(string set, Precision precision)
    {
        var graph = DenseGraph.Build([5, 7, 6, 2], "relu");
        var plain = PlanCase.Random(Source(graph, static e => e), Count);
        var expected = plain.Run(Arithmetic.Backend(set), new(precision));
        var masked = PlanCase.Random(Source(graph, Masked, Masks(graph)), Count);
        plain.State.CopyTo(masked.State, 0);

        SetMasks(masked, graph, [.. expected.PerSample
            .Select(static z => Array.ConvertAll(z, v => v > 0 ? 1.0 : 0.0))]);
        var found = masked.Run(Arithmetic.Backend(set), new(precision));

        found.AssertClose(expected, Arithmetic.Bound(precision));
    }

    /// <summary>
    /// With fixed masks the loss is a polynomial of the weights, whose differences give the gradient.
    /// </summary>
    [Theory]
    [MemberData(nameof(Backends))]
    public void Gradient_with_masks_between_0_and_1_is_that_of_the_masked_network(string backend)
    {
        var planCase = MaskedCase(out var graph);
        using var plan = BackendCatalog.Make(backend).Compile(planCase.Source, new());
        using var data = plan.Load(planCase.Data, Count);
        var all = SampleSelection.Range(0, Count);
        var gradient = planCase.Run(plan, data, all).Reduced[1..];
        double Loss() => planCase.Run(plan, data, all).Reduced[0];

        for (var i = 0; i < planCase.State.Length; i += 7)
        {
            var (value, step) = (planCase.State[i], 1e-5);
            planCase.State[i] = value + step;
            var above = Loss();
            planCase.State[i] = value - step;
            var slope = (above - Loss()) / (2 * step);
            planCase.State[i] = value;
            Assert.Equal(slope, gradient[i], 1e-8);
        }

        Assert.Equal(2, graph.Values.Length);
    }

    [Theory]
    [MemberData(nameof(Arithmetics))]
    public void Masks_can_be_replaced_between_runs(string set, Precision precision)
    {
        var planCase = MaskedCase(out var graph);
        using var plan = Arithmetic.Backend(set).Compile(planCase.Source, new(precision));
        using var data = plan.Load(planCase.Data, Count);
        var all = SampleSelection.Range(0, Count);
        var first = planCase.Run(plan, data, all);
        var random = new RandomStream(8);

        foreach (var mask in Masks(graph))
        {
            planCase.Data[mask] = [.. random.Array(planCase.Data[mask].Length).Select(static m => Math.Abs(m))];
            data.Update(mask, planCase.Data[mask]);
        }

        var second = planCase.Run(plan, data, all);
        second.AssertClose(planCase.Expected(), Arithmetic.Bound(precision));
        Assert.True(second.WorstError(first).Error > 1e-3, "the second masks change nothing");
    }

    /// <summary>What a kink costs: the change of one sample's masks changes G by that sample's contribution.</summary>
    [Fact]
    public void Change_of_one_mask_changes_the_gradient_by_one_sample()
    {
        var planCase = MaskedCase(out var graph);
        using var plan = Arithmetic.Backend("best").Compile(planCase.Source, new());
        using var data = plan.Load(planCase.Data, Count);
        PlanValues Run(SampleSelection samples) => planCase.Run(plan, data, samples.WithDivisor(Count));
        var (before, one) = (Run(SampleSelection.Range(0, Count)), Run(SampleSelection.Range(17, 1)));

        var mask = Masks(graph).First();
        planCase.Data[mask][17 * 7] = 1 - planCase.Data[mask][17 * 7];
        data.Update(mask, planCase.Data[mask]);
        var (after, changed) = (Run(SampleSelection.Range(0, Count)), Run(SampleSelection.Range(17, 1)));

        var difference = changed.Reduced.Zip(one.Reduced, static (a, b) => a - b);
        var expected = before.Reduced.Zip(difference, static (a, b) => a + b).ToArray();
        (after with { Reduced = expected }).AssertClose(after, 1e-13);
        Assert.NotEqual(before.Reduced, after.Reduced);
    }

    private static PlanCase MaskedCase(out DenseGraph graph)
    {
        graph = DenseGraph.Build([5, 7, 6, 2], "relu");
        var outputs = graph.LossAndGradient(graph.MeanLoss).Select(static o => new PlanOutput(o.Name, Masked(o.Value)));
        var planCase = PlanCase.Random(graph.Source(outputs, Masks(graph)), Count);
        foreach (var mask in Masks(graph))
        {
            planCase.Data[mask] = Array.ConvertAll(planCase.Data[mask], static m => (m + 1) / 2);
        }

        return planCase;
    }

    private static void SetMasks(PlanCase planCase, DenseGraph graph, double[][] values)
    {
        foreach (var (mask, value) in Masks(graph).Zip(values))
        {
            planCase.Data[mask] = value;
        }
    }

    private static PlanSource Source(DenseGraph graph, Func<Expr, Expr> rewrite, params IEnumerable<Variable> masks)
    {
        var outputs = graph.PreActivations.Select(static (z, k) => new PlanOutput($"z_{k}", z))
            .Concat(graph.LossAndGradient(graph.MeanLoss));
        return graph.Source(outputs.Select(o => new PlanOutput(o.Name, rewrite(o.Value))), masks);
    }

    private static IEnumerable<Variable> Masks(DenseGraph graph) =>
        graph.PreActivations.Select(static z => MaskOf(z.Shape));

    private static Variable MaskOf(Shape shape) => Variable.Of($"m_{shape.Dimensions[1]}", shape);

    /// <summary>relu(z) becomes m z, relu'(z) becomes m.</summary>
    private static Expr Masked(Expr expression) => new Rewriter(new Rule("masks", static node => node is not Apply
    {
        Function.Name: "relu",
    }
        apply
        ? null
        : apply.Orders[0] == 0 ? Algebra.Hadamard(MaskOf(apply.Shape), apply.Operands[0]) : MaskOf(apply.Shape)))
        .Rewrite(expression);
}
