using Flow.Backends.Plans;
using Flow.Backends.Tests.Plans;
using Flow.Symbolic.Expressions;
using Flow.Symbolic.Functions;
using Flow.TestKit;

namespace Flow.Backends.Tests.Execution;

/// <summary>Statistics over the samples that are fed back to each sample: several passes over the data.</summary>
public class BarrierTests
{
    public static TheoryData<string, Precision> Arithmetics() => Arithmetic.All();

    [Theory]
    [MemberData(nameof(Arithmetics))]
    public void Centred_pre_activations_equal_the_reference(string set, Precision precision) =>
        AssertEqualsReference(Centred, set, precision, 61);

    [Theory]
    [MemberData(nameof(Arithmetics))]
    public void Standardized_pre_activations_equal_the_reference(string set, Precision precision) =>
        AssertEqualsReference(Standardized, set, precision, 61);

    [Fact]
    public void Barriers_over_several_chunks_and_blocks_equal_the_reference() =>
        AssertEqualsReference(Standardized, "best", Precision.Float64, 900, 64);

    [Fact]
    public void Gradient_through_a_barrier_is_the_slope_of_the_loss()
    {
        var planCase = Case(Standardized, 30, 4);
        using var plan = Arithmetic.Backend("best").Compile(planCase.Source, new());
        using var data = plan.Load(planCase.Data, 30);
        var all = SampleSelection.Range(0, 30);
        var gradient = planCase.Run(plan, data, all).ByName["gradient_W_1"];

        for (var i = 0; i < gradient.Length; i++)
        {
            double At(double step)
            {
                var kept = planCase.State[i];
                planCase.State[i] += step;
                var loss = planCase.Run(plan, data, all).Reduced[0];
                planCase.State[i] = kept;
                return loss;
            }

            Assert.Equal((At(1e-5) - At(-1e-5)) / 2e-5, gradient[i], 1e-7);
        }
    }

    [Fact]
    public void Barriers_give_the_same_bits_for_every_number_of_threads()
    {
        var planCase = Case(Standardized, 900, 64);
        var one = planCase.Run(Arithmetic.Backend("best"), new(Threads: 1)).Reduced;

        Assert.Equal(one, planCase.Run(Arithmetic.Backend("best"), new(Threads: 2)).Reduced);
        Assert.Equal(one, planCase.Run(Arithmetic.Backend("best"), new(Threads: 3)).Reduced);
    }

    [Fact]
    public void Barriers_allocate_nothing_once_the_largest_selection_was_seen()
    {
        var planCase = Case(Standardized, 200, 4);
        using var plan = Arithmetic.Backend("best").Compile(planCase.Source, new());
        using var data = plan.Load(planCase.Data, 200);
        var values = planCase.Allocate(200);
        void Run(int count) => plan.Execute(
            data, SampleSelection.Range(0, count), planCase.State, planCase.Scalars, values.Reduced, values.PerSample);
        Run(200);

        Assert.Equal(0, AllocationCheck.Bytes(() =>
        {
            Run(150);
            Run(200);
        }));
    }

    /// <summary>A function kept because it is costly is needed before the barrier and after it.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Values_shared_across_a_barrier_are_there_in_every_pass(bool isPerSampleFirst)
    {
        var graph = DenseGraph.Build([3, 4, 2], "tanh");
        var exponential = Apply.Of(ScalarFunctionCatalog.Parse("exp(z)"), graph.PreActivations[0]);
        var mean = Mean(graph.PreActivations[0]);
        var feedback = exponential + Algebra.Broadcast(mean, DenseGraph.Samples);
        PlanOutput[] outputs = [new("feedback", feedback), new("sum", Algebra.SumOver(exponential))];
        var planCase = PlanCase.Random(graph.Source(isPerSampleFirst ? outputs : outputs.Reverse()), 70);

        planCase.Run(Arithmetic.Backend("best"), new()).AssertClose(planCase.Expected(), 1e-13);
    }

    private static void AssertEqualsReference(
        Func<Expr, Expr> normalize, string set, Precision precision, int count, int inputs = 4)
    {
        var planCase = Case(normalize, count, inputs);
        var options = new PlanOptions(precision);
        var bound = precision == Precision.Float64 ? 1e-11 : 1e-4;

        planCase.Run(Arithmetic.Backend(set), options).AssertClose(planCase.Expected(), bound);

        var gathered = SampleSelection.Gather([.. Enumerable.Range(0, 43).Select(i => i * 5 % count)]);
        planCase.Run(Arithmetic.Backend(set), options, gathered).AssertClose(planCase.Expected(gathered), bound);
    }

    private static PlanCase Case(Func<Expr, Expr> normalize, int count, int inputs)
    {
        var graph = DenseGraph.Build([inputs, inputs + 1, inputs - 1, 1], "tanh", normalize: normalize);
        IEnumerable<PlanOutput> outputs =
            [.. graph.LossAndGradient(graph.Objective), new("h", graph.Values[1]), new("z", graph.PreActivations[0])];
        return PlanCase.Random(graph.Source(outputs), count);
    }

    private static Expr Mean(Expr z) => Algebra.Einstein("nj->j", z) / DimensionSize.Of(DenseGraph.Samples);

    private static Expr Centred(Expr z) => z - Algebra.Broadcast(Mean(z), DenseGraph.Samples);

    private static Expr Standardized(Expr z)
    {
        var centred = Centred(z);
        var inverse = Power.Of(Mean(Algebra.Hadamard(centred, centred)), new(-1, 2));
        return Algebra.Hadamard(centred, Algebra.Broadcast(inverse, DenseGraph.Samples));
    }
}
