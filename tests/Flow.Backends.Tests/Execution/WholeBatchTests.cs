using Flow.Backends.Plans;
using Flow.Backends.Tests.Plans;
using Flow.Symbolic.Expressions;
using Flow.TestKit;

namespace Flow.Backends.Tests.Execution;

/// <summary>Small batches under many parameters, whose gradients are made from all samples in one go.</summary>
public class WholeBatchTests
{
    private const int Count = 300;
    private const int Batch = 128;

    /// <summary>36,180 weights; with inner products the gradients are needed beside the outputs.</summary>
    public static TheoryData<Precision, bool> Cases() => new()
    {
        { Precision.Float64, false },
        { Precision.Float64, true },
        { Precision.Float32, false },
        { Precision.Float32, true },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Gradient_equals_the_reference_on_ranges_and_gathered_samples(Precision precision, bool hasProducts)
    {
        var planCase = Large(hasProducts);
        using var plan = Arithmetic.Backend("best").Compile(planCase.Source, new(precision));
        using var data = plan.Load(planCase.Data, Count);

        foreach (var samples in new[] { SampleSelection.Range(31, Batch), Gathered() })
        {
            planCase.Run(plan, data, samples).AssertClose(
                planCase.Expected(samples), Arithmetic.Bound(precision), "whole batch:");
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Results_are_the_same_bits_for_every_number_of_threads(Precision precision, bool hasProducts)
    {
        var planCase = Large(hasProducts);
        var one = planCase.Run(Arithmetic.Backend("best"), new(precision, 1), Gathered());

        foreach (var threads in new[] { 2, 3 })
        {
            var found = planCase.Run(Arithmetic.Backend("best"), new(precision, threads), Gathered());
            Assert.True(one.Reduced.AsSpan().SequenceEqual(found.Reduced), $"{threads} threads");
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Results_are_the_same_bits_after_runs_on_all_samples(int threads)
    {
        var planCase = Large(true);
        using var plan = Arithmetic.Backend("best").Compile(planCase.Source, new(Threads: threads));
        using var data = plan.Load(planCase.Data, Count);
        var first = planCase.Run(plan, data, Gathered());

        var whole = planCase.Run(plan, data, SampleSelection.Range(0, Count));
        planCase.Run(plan, data, SampleSelection.Range(0, Batch));

        Assert.Equal(first.Reduced, planCase.Run(plan, data, Gathered()).Reduced);
        Assert.Equal(whole.Reduced, planCase.Run(plan, data, SampleSelection.Range(0, Count)).Reduced);
    }

    [Fact]
    public void Batches_add_up_to_all_samples()
    {
        var graph = DenseGraph.Build([200, 180, 1], "relu");
        var planCase = PlanCase.Random(graph.Source(graph.LossAndGradient(graph.MeanLoss)), Count);
        using var plan = Arithmetic.Backend("best").Compile(planCase.Source, new());
        using var data = plan.Load(planCase.Data, Count);
        var whole = planCase.Run(plan, data, SampleSelection.Range(0, Count));

        var sum = PlanValues.AddUp(new[] { (0, Batch), (Batch, Batch), (2 * Batch, Count - (2 * Batch)) }.Select(
            part => planCase.Run(plan, data, SampleSelection.Range(part.Item1, part.Item2).WithDivisor(Count))));

        (whole with { Reduced = sum }).AssertClose(whole, 1e-13, "batches:");
    }

    [Theory]
    [InlineData(Precision.Float64, 1)]
    [InlineData(Precision.Float32, 2)]
    public void Execution_allocates_nothing_after_the_first(Precision precision, int threads)
    {
        var planCase = Large(true);
        using var plan = Arithmetic.Backend("best").Compile(planCase.Source, new(precision, threads));
        using var data = plan.Load(planCase.Data, Count);
        var (samples, values) = (Gathered(), planCase.Allocate(Batch));
        void Run() => plan.Execute(data, samples, planCase.State, planCase.Scalars, values.Reduced, values.PerSample);
        Run();

        Assert.Equal(0, AllocationCheck.Bytes(() =>
        {
            for (var i = 0; i < 20; i++)
            {
                Run();
            }
        }));
    }

    [Fact]
    public void Formula_counts_the_bytes_that_a_run_holds()
    {
        var planCase = Large(false);
        using var plan = Arithmetic.Backend("best").Compile(planCase.Source, new(Threads: 2));
        using var data = plan.Load(planCase.Data, Count);
        planCase.Run(plan, data, SampleSelection.Range(0, Batch));

        var parts = plan.MemoryFor(Batch).Where(static part => part.Part != "data");

        Assert.Equal(plan.Bytes, parts.Sum(static part => part.Bytes));
        // There is no barrier: only a batch that is taken whole keeps anything.
        Assert.Contains(parts, static part => part.Part == "kept for every sample");
    }

    [Theory]
    [InlineData(Batch)]
    [InlineData(Count)]
    public void Outputs_may_go_to_two_places_that_meet_between_outputs(int count)
    {
        var planCase = Large(false);
        using var plan = Arithmetic.Backend("best").Compile(planCase.Source, new());
        using var data = plan.Load(planCase.Data, Count);
        var samples = SampleSelection.Range(0, count);
        var expected = planCase.Run(plan, data, samples).Reduced;
        void Into(double[] first, double[] rest) =>
            plan.Execute(data, samples, planCase.State, planCase.Scalars, new(first, rest), []);
        // The loss, the first gradient, the rest.
        var (first, rest) = (new double[1 + (200 * 180)], new double[expected.Length - 1 - (200 * 180)]);

        Into(first, rest);

        Assert.Equal(expected, first.Concat(rest));
        Assert.Throws<ArgumentException>(() => Into(new double[7], new double[expected.Length - 7]));
    }

    private static SampleSelection Gathered() =>
        SampleSelection.Gather([.. Enumerable.Range(0, Batch).Select(static i => i * 7 % Count)]);

    private static PlanCase Large(bool hasProducts)
    {
        var graph = DenseGraph.Build([200, 180, 1], "relu");
        var outputs = graph.LossAndGradient(graph.Objective);
        var products = graph.Parameters.Zip(outputs.Skip(1), static (parameter, gradient) =>
            new PlanOutput($"radial {parameter.Name}", Algebra.Inner(parameter, gradient.Value)));
        return PlanCase.Random(graph.Source([.. outputs, .. hasProducts ? products : []]), Count);
    }
}
