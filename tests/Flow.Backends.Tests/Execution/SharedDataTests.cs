using Flow.Backends.Plans;
using Flow.Backends.Tests.Plans;
using Flow.Symbolic.Expressions;

namespace Flow.Backends.Tests.Execution;

/// <summary>Plans that take their inputs from the data of another plan.</summary>
public class SharedDataTests
{
    private const int Count = 61;
    private static readonly Dictionary<Variable, double[]> Nothing = [];

    public static TheoryData<string> Backends() => ["cpu", "reference"];

    [Theory]
    [MemberData(nameof(Backends))]
    public void Taken_inputs_give_the_same_results_as_loaded_ones(string backend)
    {
        var planCase = Case();
        var loss = planCase.Source with { Outputs = planCase.Source.Outputs[..1] };
        using var one = BackendCatalog.Make(backend).Compile(planCase.Source, new());
        using var two = BackendCatalog.Make(backend).Compile(loss, new());
        using var loaded = one.Load(planCase.Data, Count);
        using var taken = two.Load(Nothing, Count, loaded);
        using var alone = two.Load(planCase.Data, Count);
        var all = SampleSelection.Range(0, Count);
        double[] Loss(PlanData data)
        {
            var reduced = new double[1];
            two.Execute(data, all, planCase.State, planCase.Scalars, reduced, []);
            return reduced;
        }

        Assert.Equal(Loss(alone), Loss(taken));
    }

    [Theory]
    [MemberData(nameof(Backends))]
    public void An_update_of_either_is_not_seen_by_the_other(string backend)
    {
        var planCase = Case();
        using var plan = BackendCatalog.Make(backend).Compile(planCase.Source, new());
        using var loaded = plan.Load(planCase.Data, Count);
        using var taken = plan.Load(Nothing, Count, loaded);
        var all = SampleSelection.Range(0, Count);
        var before = planCase.Run(plan, loaded, all).Reduced;
        var input = planCase.Source.Data[0];

        taken.Update(input, new double[Count * planCase.Source.Width(input)]);
        Assert.Equal(before, planCase.Run(plan, loaded, all).Reduced);
        var changed = planCase.Run(plan, taken, all).Reduced;
        Assert.NotEqual(before, changed);

        loaded.Update(input, [.. planCase.Data[input].Select(static value => -value)]);
        Assert.Equal(changed, planCase.Run(plan, taken, all).Reduced);
    }

    [Theory]
    [MemberData(nameof(Backends))]
    public void Inputs_outlive_the_data_they_were_taken_from(string backend)
    {
        var planCase = Case();
        using var plan = BackendCatalog.Make(backend).Compile(planCase.Source, new());
        var all = SampleSelection.Range(0, Count);
        var loaded = plan.Load(planCase.Data, Count);
        using var taken = plan.Load(Nothing, Count, loaded);
        var expected = planCase.Run(plan, loaded, all).Reduced;

        loaded.Dispose();
        loaded.Dispose();

        Assert.Equal(expected, planCase.Run(plan, taken, all).Reduced);
    }

    [Theory]
    [MemberData(nameof(Backends))]
    public void Inputs_that_nobody_has_are_refused(string backend)
    {
        var planCase = Case();
        using var plan = BackendCatalog.Make(backend).Compile(planCase.Source, new());
        using var loaded = plan.Load(planCase.Data, Count);

        Assert.Throws<ArgumentException>(() => plan.Load(Nothing, Count));
        Assert.Throws<ArgumentException>(() => plan.Load(Nothing, Count - 1, loaded));
    }

    private static PlanCase Case()
    {
        var graph = DenseGraph.Build([5, 7, 2], "relu");
        return PlanCase.Random(graph.Source(graph.LossAndGradient(graph.MeanLoss)), Count);
    }
}
