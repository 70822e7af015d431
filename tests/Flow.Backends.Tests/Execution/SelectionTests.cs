using Flow.Backends.Plans;
using Flow.Backends.Tests.Plans;
using Flow.Symbolic.Differentiation;
using Flow.TestKit;

namespace Flow.Backends.Tests.Execution;

/// <summary>One plan on the whole set, on ranges, on gather lists and on single samples.</summary>
public class SelectionTests
{
    private const int Count = 61;

    public static TheoryData<string, Precision> Arithmetics() => Arithmetic.All();

    public static TheoryData<string> Backends() => ["cpu", "reference"];

    [Theory]
    [MemberData(nameof(Backends))]
    public void Chunks_and_single_samples_add_up_to_the_whole(string backend)
    {
        var planCase = Means();
        using var plan = BackendCatalog.Make(backend).Compile(planCase.Source, new());
        using var data = plan.Load(planCase.Data, Count);
        var whole = planCase.Run(plan, data, SampleSelection.Range(0, Count));

        foreach (var size in new[] { 1, 7, 20, 60 })
        {
            var parts = Enumerable.Range(0, (Count + size - 1) / size).Select(i => SampleSelection
                .Range(i * size, Math.Min(size, Count - (i * size))).WithDivisor(Count));
            var sum = PlanValues.AddUp(parts.Select(part => planCase.Run(plan, data, part)));
            (whole with { Reduced = sum }).AssertClose(whole, 1e-13, $"parts of {size}:");
        }
    }

    [Theory]
    [MemberData(nameof(Arithmetics))]
    public void Gather_lists_equal_the_reference(string set, Precision precision)
    {
        var planCase = Means();
        var random = new RandomStream(3);
        using var plan = Arithmetic.Backend(set).Compile(planCase.Source, new(precision));
        using var data = plan.Load(planCase.Data, Count);

        foreach (var length in new[] { 1, 2, 24, 25, 61, 300 })
        {
            var samples = SampleSelection.Gather([.. Enumerable.Range(0, length).Select(_ => random.Below(Count))]);
            planCase.Run(plan, data, samples).AssertClose(
                planCase.Expected(samples), Arithmetic.Bound(precision), $"{length} gathered:");
        }
    }

    [Fact]
    public void Repeated_samples_count_as_often_as_they_occur()
    {
        var planCase = Means();
        using var plan = Arithmetic.Backend("best").Compile(planCase.Source, new());
        using var data = plan.Load(planCase.Data, Count);
        PlanValues One(int sample) => planCase.Run(plan, data, SampleSelection.Range(sample, 1).WithDivisor(3));

        var gathered = planCase.Run(plan, data, SampleSelection.Gather([5, 5, 40]));

        (gathered with { Reduced = PlanValues.AddUp([One(5), One(5), One(40)]) }).AssertClose(gathered, 1e-14);
    }

    [Fact]
    public void Gather_uses_as_many_positions_as_it_is_told()
    {
        var planCase = Means();
        int[] positions = [3, 1, 60, 9, 9, 999];

        var found = planCase.Run(Arithmetic.Backend("best"), new(), SampleSelection.Gather(positions, 4));

        found.AssertClose(planCase.Expected(SampleSelection.Gather([3, 1, 60, 9])), 1e-13);
    }

    [Fact]
    public void Per_sample_outputs_follow_the_order_of_the_selection()
    {
        var graph = DenseGraph.Build([3, 4, 2], "tanh");
        var planCase = PlanCase.Random(graph.Source([new("z", graph.PreActivations[0])]), Count);
        using var plan = Arithmetic.Backend("best").Compile(planCase.Source, new());
        using var data = plan.Load(planCase.Data, Count);
        var whole = planCase.Run(plan, data, SampleSelection.Range(0, Count)).PerSample[0];

        var range = planCase.Run(plan, data, SampleSelection.Range(7, 30)).PerSample[0];
        var gathered = planCase.Run(plan, data, SampleSelection.Gather([60, 0, 7, 7])).PerSample[0];

        Assert.Equal(whole[28..148], range);
        Assert.Equal([.. whole[240..244], .. whole[0..4], .. whole[28..32], .. whole[28..32]], gathered);
    }

    /// <summary>z and dL/dh of each sample give the gradient: dL/dW_1 = sum_n (dL/dh_n * sigma'(z_n)) x_n^T.</summary>
    [Theory]
    [MemberData(nameof(Arithmetics))]
    public void Pre_activations_and_sensitivities_of_each_sample_make_up_the_gradient(string set, Precision precision)
    {
        var graph = DenseGraph.Build([3, 4, 2], "tanh");
        var sensitivity = Gradient.Of(graph.MeanLoss, graph.Values[0]);
        var planCase = PlanCase.Random(
            graph.Source(
                [new("z", graph.PreActivations[0]), new("dL/dh", sensitivity),
                .. graph.LossAndGradient(graph.MeanLoss)]),
            Count);

        var found = planCase.Run(Arithmetic.Backend(set), new(precision)).ByName;

        var gradient = new double[12];
        for (var n = 0; n < Count; n++)
        {
            for (var j = 0; j < 4; j++)
            {
                var value = Math.Tanh(found["z"][(n * 4) + j]);
                var slope = found["dL/dh"][(n * 4) + j] * (1 - (value * value));
                for (var i = 0; i < 3; i++)
                {
                    gradient[(j * 3) + i] += slope * planCase.Data[graph.Input][(n * 3) + i];
                }
            }
        }

        var bound = Arithmetic.Bound(precision);
        Assert.All(gradient.Zip(found["gradient_W_1"]), p => Assert.Equal(p.First, p.Second, bound));
        planCase.Run(Arithmetic.Backend(set), new(precision)).AssertClose(planCase.Expected(), bound);
    }

    /// <summary>Means over the samples without decay: everything is a sum of one term per sample.</summary>
    private static PlanCase Means()
    {
        var graph = DenseGraph.Build([5, 6, 4, 2], "swish(3)", hasBias: true);
        return PlanCase.Random(graph.Source(graph.LossAndGradient(graph.MeanLoss)), Count);
    }
}
