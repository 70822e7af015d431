using System.Globalization;
using Flow.Experiments.Configuration;
using Flow.Integrators;
using Flow.Networks.Model;

namespace Flow.Experiments.Running;

/// <summary>Says in words what is known of the error of a trajectory.</summary>
internal static class AccuracyStatement
{
    /// <summary>One sentence.</summary>
    public static string For(NetworkModel model, Solver solver, FlowConfig flow, KinkCounter? kinks)
    {
        if (model.HasKinks)
        {
            var kind = model.IsPiecewiseLinear ? "piecewise-linear network" : "network with kinks";
            var crossed = kinks is null ? "kinks not counted" : Text($"{kinks.Crossings:N0} kinks crossed");
            return $"{kind}, error not known: {solver.Name} does not see kinks, {crossed}";
        }

        return solver.IsAdaptive
            ? Text($"local error held at rtol {flow.Rtol:G3}, atol {flow.Atol:G3}; the global error was not estimated")
            : Text($"fixed step {flow.Step:G3} of order {solver.Order}; the error was not estimated");
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
