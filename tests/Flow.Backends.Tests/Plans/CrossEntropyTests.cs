namespace Flow.Backends.Tests.Plans;

/// <summary>Log-sum-exp and softmax of rows.</summary>
public class CrossEntropyTests
{
    public static TheoryData<string, Precision> Arithmetics() => Arithmetic.All();

    [Theory]
    [MemberData(nameof(Arithmetics))]
    public void Cross_entropy_equals_the_reference_for_every_number_of_classes(string set, Precision precision)
    {
        foreach (var classes in new[] { 2, 3, 4, 7, 8, 9, 10, 17 })
        {
            var graph = DenseGraph.Build([6, 9, classes], "tanh", "cross-entropy");
            var planCase = PlanCase.Random(graph.Source(graph.LossAndGradient(graph.Objective)), 45);
            SetOneHot(planCase, graph, classes);

            planCase.Run(Arithmetic.Backend(set), new(precision)).AssertClose(
                planCase.Expected(), Arithmetic.Bound(precision), $"{classes} classes:");
        }
    }

    /// <summary>Outputs near 1000, whose exponentials overflow.</summary>
    [Theory]
    [MemberData(nameof(Arithmetics))]
    public void Cross_entropy_of_large_outputs_is_finite(string set, Precision precision)
    {
        var graph = DenseGraph.Build([3, 4], "tanh", "cross-entropy");
        var planCase = PlanCase.Random(graph.Source(graph.LossAndGradient(graph.MeanLoss)), 20);
        SetOneHot(planCase, graph, 4);
        for (var i = 0; i < planCase.State.Length; i++)
        {
            planCase.State[i] *= 1000;
        }

        var found = planCase.Run(Arithmetic.Backend(set), new(precision));

        Assert.All(found.Reduced, static value => Assert.True(double.IsFinite(value)));
        found.AssertClose(planCase.Expected(), precision == Precision.Float64 ? 1e-10 : 1e-3);
    }

    private static void SetOneHot(PlanCase planCase, DenseGraph graph, int classes)
    {
        var targets = planCase.Data[graph.Targets];
        for (var i = 0; i < targets.Length; i++)
        {
            targets[i] = i % classes == i / classes * 5 % classes ? 1 : 0;
        }
    }
}
