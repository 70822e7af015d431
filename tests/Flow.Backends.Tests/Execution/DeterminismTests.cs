using Flow.Backends.Plans;
using Flow.Backends.Tests.Plans;
using Flow.TestKit;

namespace Flow.Backends.Tests.Execution;

public class DeterminismTests
{
    public static TheoryData<Precision, int> Work()
    {
        var data = new TheoryData<Precision, int>();
        foreach (var precision in new[] { Precision.Float64, Precision.Float32 })
        {
            foreach (var count in new[] { 3, 200, 357, 2603 })
            {
                data.Add(precision, count);
            }
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Work))]
    public void Results_are_the_same_bits_for_every_number_of_threads(Precision precision, int count)
    {
        var planCase = Large(count);
        var one = planCase.Run(Arithmetic.Backend("best"), new(precision, 1));

        foreach (var threads in new[] { 2, 3 })
        {
            var found = planCase.Run(Arithmetic.Backend("best"), new(precision, threads));
            Assert.True(one.Reduced.AsSpan().SequenceEqual(found.Reduced), $"{threads} threads, reduced");
            Assert.True(one.PerSample[0].AsSpan().SequenceEqual(found.PerSample[0]), $"{threads} threads, per sample");
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Results_are_the_same_bits_after_runs_on_other_samples(int threads)
    {
        var planCase = Large(400);
        using var plan = Arithmetic.Backend("best").Compile(planCase.Source, new(Threads: threads));
        using var data = plan.Load(planCase.Data, planCase.Count);
        var first = planCase.Run(plan, data, SampleSelection.Range(0, 400));

        planCase.Run(plan, data, SampleSelection.Range(17, 1));
        planCase.Run(plan, data, SampleSelection.Gather([1, 2, 399, 2]));
        var again = planCase.Run(plan, data, SampleSelection.Range(0, 400));

        Assert.Equal(first.Reduced, again.Reduced);
        Assert.Equal(first.PerSample[0], again.PerSample[0]);
    }

    [Theory]
    [InlineData(Precision.Float64, 1, false)]
    [InlineData(Precision.Float32, 1, false)]
    [InlineData(Precision.Float64, 2, false)]
    [InlineData(Precision.Float32, 2, true)]
    [InlineData(Precision.Float64, 1, true)]
    public void Execution_allocates_nothing_after_the_first(Precision precision, int threads, bool gather)
    {
        var planCase = Large(400);
        using var plan = Arithmetic.Backend("best").Compile(planCase.Source, new(precision, threads));
        using var data = plan.Load(planCase.Data, planCase.Count);
        var samples = gather
            ? SampleSelection.Gather([.. Enumerable.Range(0, 399).Select(static i => i * 7 % 400)])
            : SampleSelection.Range(0, 400);
        var values = planCase.Allocate(samples.Count);
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
    public void Memory_of_a_plan_does_not_grow_with_the_number_of_samples()
    {
        var planCase = Large(2603);
        using var plan = Arithmetic.Backend("best").Compile(planCase.Source, new());
        using var data = plan.Load(planCase.Data, planCase.Count);
        planCase.Run(plan, data, SampleSelection.Range(0, 2000));
        var bytes = plan.Bytes;

        planCase.Run(plan, data, SampleSelection.Range(0, 2603));

        Assert.Equal(bytes, plan.Bytes);
        Assert.InRange(bytes, 1, 4_000_000);
    }

    private static PlanCase Large(int count)
    {
        var graph = DenseGraph.Build([64, 33, 31, 1], "relu");
        return PlanCase.Random(
            graph.Source([new("z", graph.PreActivations[1]), .. graph.LossAndGradient(graph.Objective)]), count);
    }
}
