using Flow.Backends.Plans;
using Flow.Networks.Parametrizations;
using Flow.Symbolic.Differentiation;
using Flow.Symbolic.Expressions;

namespace Flow.Experiments.Running;

/// <summary>The inner products of W_k and dL/dW_k, derived from the mean loss, and of v_k and v_k'.</summary>
internal static class RadialParts
{
    /// <summary>One value for each weight layer.</summary>
    public static double[] Of(FlowPlans plans, Experiment experiment)
    {
        var system = experiment.System;
        var weights = system.State
            .Where(static s => s.Role == StateRole.Weight).Select(static s => s.Variable).ToList();
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

    /// <summary>
    /// The inner product of v_k and v_k' for each layer of weight normalization; null without such layers.
    /// </summary>
    public static double[]? OfVelocity(Experiment experiment, ReadOnlySpan<double> velocity)
    {
        var radial = new List<double>();
        var offset = 0;
        foreach (var (variable, length) in experiment.System.State.Zip(StateVector.BlockLengths(experiment.System)))
        {
            var sum = 0.0;
            for (var i = offset; i < offset + length; i++)
            {
                sum += experiment.InitialState[i] * velocity[i];
            }

            offset += length;
            if (variable.Role == StateRole.LayerDirection)
            {
                radial.Add(sum);
            }
        }

        return radial.Count == 0 ? null : [.. radial];
    }
}
