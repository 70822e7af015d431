using System.Collections.Immutable;
using Flow.Backends.Cpu.Rows;
using Flow.Backends.Plans;
using Flow.Backends.Tests.Plans;
using Flow.Symbolic.Expressions;
using Flow.TestKit;

namespace Flow.Backends.Tests.Cpu.Rows;

/// <summary>Plans for one sample against the slow interpreter on the same sample, with the same N.</summary>
public class SamplePlanTests
{
    private const int Count = 5;

    // Sums of at most a few hundred terms, by another order of summation.
    private const double Bound = 1e-12;

    public static TheoryData<string> Losses => ["(u-y)^2", "exp(-u*y)", "cross-entropy", "max(1-u*y,0)^2"];

    [Theory]
    [MemberData(nameof(Losses))]
    public void One_sample_of_a_dense_network_equals_the_reference(string loss)
    {
        foreach (var activation in new[] { "relu", "tanh", "leaky-relu", "abs(z)^1.5" })
        {
            var graph = DenseGraph.Build([6, 9, 5, 3], activation, loss, hasBias: true);
            Compare(graph.Source(
            [
                .. graph.LossAndGradient(graph.Objective),
                .. graph.PreActivations.Select(static (z, i) => new PlanOutput($"z_{i}", z)),
                .. graph.Values.Select(static (h, i) => new PlanOutput($"h_{i}", h)),
            ]));
        }
    }

    [Theory]
    [InlineData(3, 1, 1)]
    [InlineData(2, 2, 0)]
    [InlineData(3, 2, 2)]
    public void One_image_equals_the_reference(int kernel, int stride, int padding) =>
        Compare(new ImageGraph((6, 5), (2, 3), kernel, stride, padding).Source);

    [Fact]
    public void Random_graphs_equal_the_reference()
    {
        for (ulong seed = 0; seed < 150; seed++)
        {
            var graphs = new RandomGraphs(seed);
            var expression = graphs.Graph(Symbolic.Shapes.Shape.Of(RandomGraphs.Samples, new("b")), 3).Expression;
            var variables = TopologicalOrder.Of(expression).OfType<Variable>().ToList();
            if (!RandomGraphTests.IsPlan(expression))
            {
                continue;
            }

            Compare(new PlanSource(
                RandomGraphs.Samples,
                RandomGraphs.Sizes.Where(static p => p.Key != RandomGraphs.Samples).ToImmutableDictionary(),
                [.. variables.Where(static v => !v.Shape.Contains(RandomGraphs.Samples))],
                [.. variables.Where(static v => v.Shape.Contains(RandomGraphs.Samples))],
                [],
                [new PlanOutput("value", expression)]));
        }
    }

    [Fact]
    public void Executing_allocates_nothing()
    {
        var graph = DenseGraph.Build([6, 9, 3], "tanh", "cross-entropy", hasBias: true);
        var planCase = PlanCase.Random(graph.Source(graph.LossAndGradient(graph.Objective)), Count);
        var plan = new SamplePlan(planCase.Source);
        Assert.Equal(0, AllocationCheck.Bytes(() => plan.Execute(planCase.State, planCase.Scalars, Count)));
    }

    [Fact]
    public void State_of_another_length_is_refused()
    {
        var graph = DenseGraph.Build([2, 3, 1]);
        var plan = new SamplePlan(graph.Source(graph.LossAndGradient(graph.Objective)));
        var error = Assert.Throws<ArgumentException>(() => plan.Execute(new double[8], [0.1], 1));
        Assert.Contains("takes 9 parameters and 1 scalars, not 8 and 1", error.Message, StringComparison.Ordinal);
    }

    private static void Compare(PlanSource source)
    {
        var scalars = source.Scalars.IsEmpty ? Array.Empty<double>() : [0.03];
        var random = PlanCase.Random(source, Count);
        var plan = new SamplePlan(source);
        for (var n = 0; n < Count; n++)
        {
            for (var i = 0; i < source.Data.Length; i++)
            {
                var width = source.Width(source.Data[i]);
                random.Data[source.Data[i]].AsSpan(n * width, width).CopyTo(plan.Data(i));
            }

            plan.Execute(random.State, scalars, Count);
            var expected = random.Expected(SampleSelection.Gather([n]).WithDivisor(Count), scalars);
            foreach (var ((name, values), i) in expected.ByName.Select(static (pair, i) => (pair, i)))
            {
                var found = plan.Output(i).ToArray();
                var scale = values.Select(Math.Abs).Append(1).Max();
                Assert.Equal(values.Length, found.Length);
                var error = values.Zip(found, (a, b) => Math.Abs(a - b) / scale).Max();
                Assert.True(error < Bound, $"{name}: error {error:E2}");
            }
        }
    }
}
