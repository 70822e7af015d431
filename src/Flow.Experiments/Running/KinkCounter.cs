using Flow.Backends.Plans;
using Flow.Symbolic.Expressions;

namespace Flow.Experiments.Running;

/// <summary>
/// Counts how often a switching function of an activation (z for ReLU) or of the loss changes sign between accepted
/// steps, over all samples and units: what a solver that does not see kinks steps over.
/// </summary>
public sealed class KinkCounter
{
    private const long LargestCount = 4_000_000;

    private readonly Plan _plan;
    private readonly PlanData _data;
    private readonly double[] _scalars;
    private readonly double[][] _values;
    private readonly bool[][] _positive;
    private bool _started;

    private KinkCounter(Plan plan, PlanData data, double lambda)
    {
        _plan = plan;
        _data = data;
        _scalars = [lambda];
        _values = [.. plan.Source.Outputs.Select(o => new double[data.Count * plan.Source.Width(o.Value)])];
        _positive = [.. _values.Select(static values => new bool[values.Length])];
    }

    /// <summary>The number of crossings so far.</summary>
    public long Crossings { get; private set; }

    /// <summary>A counter for a flow; null where there is no kink or there are too many to keep.</summary>
    /// <param name="plans">The flow's plans.</param>
    /// <param name="experiment">The experiment.</param>
    public static KinkCounter? For(FlowPlans plans, Experiment experiment)
    {
        var outputs = SwitchingFunctions(plans).Select(static (z, i) => new PlanOutput($"switching_{i}", z)).ToList();
        if (outputs.Count == 0)
        {
            return null;
        }

        var model = experiment.Model;
        var width = outputs.Sum(output =>
            output.Value.Shape.Dimensions.Skip(1).Aggregate(1L, (count, d) => count * model.Sizes[d]));
        if (width * experiment.Data.Count > LargestCount)
        {
            return null;
        }

        var plan = plans.Compile(outputs);
        return new(plan, plans.Load(plan, experiment.Data), experiment.Lambda);
    }

    /// <summary>Looks at an accepted state.</summary>
    /// <param name="state">The state.</param>
    public void Look(ReadOnlySpan<double> state)
    {
        _plan.Execute(_data, SampleSelection.Range(0, _data.Count), state, _scalars, ReducedOutputs.None, _values);
        for (var k = 0; k < _values.Length; k++)
        {
            Crossings += Count(_values[k], _positive[k], _started);
        }

        _started = true;
    }

    /// <summary>Goes on from an accepted state with the crossings counted up to it.</summary>
    /// <param name="crossings">The number so far.</param>
    /// <param name="state">The state.</param>
    public void Continue(long crossings, ReadOnlySpan<double> state)
    {
        Look(state);
        Crossings = crossings;
    }

    private static long Count(double[] values, bool[] positive, bool started)
    {
        var changes = 0L;
        for (var i = 0; i < values.Length; i++)
        {
            var isPositive = values[i] > 0;
            changes += isPositive == positive[i] ? 0 : 1;
            positive[i] = isPositive;
        }

        return started ? changes : 0;
    }

    private static IEnumerable<Expr> SwitchingFunctions(FlowPlans plans)
    {
        var (concrete, system) = (plans.System, plans.System.System);
        var sites = concrete.Activations.Zip(system.Model.Activations);
        return sites.SelectMany(static pair => pair.Second.Function.Kinks.Select(kink =>
                Substitution.Elementwise(kink, pair.Second.Function.Parameters, [pair.First.PreActivation])))
            .Concat(system.Model.Loss.SwitchingFunctions(concrete.In(system.RawOutput), system.Model.Targets));
    }
}
