using Flow.Backends.Plans;
using Flow.Networks.Parametrizations;
using Flow.Symbolic.Differentiation;
using Flow.Symbolic.Expressions;

namespace Flow.Experiments.Running;

/// <summary>The inner products of W_k and dL/dW_k, derived from the mean loss.</summary>
internal static class RadialParts
{
    /// <summary>One value for each weight layer.</summary>
    public static double[] Of(FlowPlans plans, Experiment experiment)
    {
        var system = experiment.System;
        var weights = system.State.Where(static s => s.Role == StateRole.Weight).Select(static s => s.Variable).ToList();
        var gradients = Gradient.Of(system.Loss, [.. weights]);
        var outputs = weights.Zip(gradients, (w, g) =>
            new PlanOutput(w.Name, plans.System.In(Algebra.Inner(w, g))));
        var plan = plans.Compile(outputs);
        var data = plans.Load(plan, experiment.Data);
        var radial = new double[weights.Count];
        plan.Execute(
            data, SampleSelection.Range(0, data.Count), experiment.InitialState, [experiment.Lambda], radial, []);
        return radial;
    }
}
