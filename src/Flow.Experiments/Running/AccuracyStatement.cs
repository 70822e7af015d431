using System.Globalization;
using Flow.Experiments.Configuration;
using Flow.Experiments.Data;
using Flow.Experiments.Nonsmooth;
using Flow.Experiments.Outputs;
using Flow.Integrators;
using Flow.Networks.Model;

namespace Flow.Experiments.Running;

/// <summary>Says in words what is known of the error of a trajectory.</summary>
internal static class AccuracyStatement
{
    /// <summary>One sentence.</summary>
    public static string For(
        NetworkModel model, Dataset data, Solver solver, FlowConfig flow, KinkCounter? kinks, IntegrationResult result)
    {
        if (result.Statistics.AcceptedSteps == 0)
        {
            return "no step was accepted; the values are those of the initial state";
        }

        if (solver.NeedsKinks)
        {
            var steps = SolverChoice.FixedStep(solver, flow) is { } step
                ? $"fixed steps of {Numbers.Rough(step)}"
                : $"error of a step held at rtol {Numbers.Rough(flow.Rtol)}, atol {Numbers.Rough(flow.Atol)}";
            var error = result.Statistics.Kinks.UnstableSteps == 0
                ? "the global error was not estimated"
                : "beyond the stability limit, error not known";
            var meeting = CoincidentSamples.Describe(data, model) is { } found
                ? $"; {found}: the order in which they are taken may be wrong" : string.Empty;
            return Text($"integrated through {result.Statistics.Kinks.Crossings:N0} kinks; {steps}; {error}{meeting}");
        }

        if (model.HasKinks || model.Loss.HasKinks)
        {
            var kind = !model.HasKinks ? "loss with kinks"
                : model.IsPiecewiseLinear ? "piecewise-linear network" : "network with kinks";
            var crossed = kinks is null ? "kinks not counted" : Text($"{kinks.Crossings:N0} kinks crossed");
            return $"{kind}, error not known: {solver.Name} does not see kinks, {crossed}";
        }

        return solver.IsAdaptive
            ? $"local error held at rtol {Numbers.Rough(flow.Rtol)}, atol {Numbers.Rough(flow.Atol)}; "
                + "the global error was not estimated"
            : $"fixed step {Numbers.Rough(flow.Step!.Value)} of order {solver.Order}; the error was not estimated";
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
