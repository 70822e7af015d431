using System.Globalization;
using Flow.Backends;
using Flow.Backends.Plans;

namespace Flow.Experiments.Running;

/// <summary>Finds what makes the right-hand side or the loss NaN or infinite at a state.</summary>
internal static class NonFiniteCause
{
    /// <summary>The activation or the loss that is not finite, in words; null where neither is to blame.</summary>
    /// <param name="experiment">The experiment.</param>
    /// <param name="state">The state, block after block.</param>
    public static string? Find(Experiment experiment, double[] state)
    {
        if (!Array.TrueForAll(state, double.IsFinite))
        {
            return null;
        }

        using var plans = new FlowPlans(experiment.System, BackendCatalog.Make("cpu"), new(Precision.Float64, 1));
        var (concrete, model) = (plans.System, experiment.Model);
        var sites = concrete.Activations.ToList();
        var outputs = concrete.In(experiment.System.RawOutput);
        var loss = model.Loss.Values(outputs, model.Targets);
        var plan = plans.Compile(
        [
            .. sites.SelectMany(static (site, i) => new PlanOutput[]
            {
                new($"before_{i}", site.PreActivation), new($"after_{i}", site.Value),
            }),
            new("outputs", outputs),
            .. loss is null ? Array.Empty<PlanOutput>() : [new("losses", loss)],
        ]);
        var data = plans.Load(plan, experiment.Data);
        double[][] values = [.. plan.Source.Outputs.Select(o => new double[data.Count * plan.Source.Width(o.Value)])];
        var all = SampleSelection.Range(0, data.Count);
        plan.Execute(data, all, state, [experiment.Lambda], ReducedOutputs.None, values);
        for (var k = 0; k < sites.Count; k++)
        {
            if (First(values[2 * k], values[(2 * k) + 1], data.Count) is var (n, unit, z, value))
            {
                return Text($"activation {model.Activations[k].Function.Name} is {value} for sample {n}, ")
                    + Text($"unit {unit} (z = {z:G6})");
            }
        }

        return loss is not null && First(values[^2], values[^1], data.Count) is var (sample, _, u, result)
            ? Text($"the loss {model.Loss.Name} is {result} for sample {sample} (u = {u:G6})")
            : null;
    }

    /// <summary>The first finite argument with a value that is not; samples and units counted from 1.</summary>
    private static (int Sample, int Unit, double Argument, double Value)? First(
        double[] arguments, double[] values, int samples)
    {
        var width = values.Length / samples;
        for (var i = 0; i < values.Length; i++)
        {
            if (double.IsFinite(arguments[i]) && !double.IsFinite(values[i]))
            {
                return ((i / width) + 1, (i % width) + 1, arguments[i], values[i]);
            }
        }

        return null;
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
