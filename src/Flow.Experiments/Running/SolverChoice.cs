using Flow.Experiments.Configuration;
using Flow.Integrators;
using Flow.Networks.Model;

namespace Flow.Experiments.Running;

/// <summary>The solver of a run and why it was taken.</summary>
/// <param name="Solver">The solver.</param>
/// <param name="Reason">One clause for the user; empty where the file names the solver.</param>
public sealed record SolverChoice(Solver Solver, string Reason)
{
    /// <summary>The name that leaves the choice to the program.</summary>
    public const string Auto = "auto";

    private const double TightTolerance = 1e-8;

    /// <summary>The solver that a file names, or the one that fits.</summary>
    /// <param name="flow">The section `flow`.</param>
    /// <param name="model">The network.</param>
    public static SolverChoice For(FlowConfig flow, NetworkModel model)
    {
        if (flow.Solver != Auto)
        {
            return new(SolverCatalog.Find(flow.Solver), string.Empty);
        }

        if (model.HasKinks)
        {
            return new(SolverCatalog.Find("dopri5"), "the activations have kinks, where a higher order brings nothing");
        }

        if (model.Loss.HasKinks)
        {
            return new(SolverCatalog.Find("dopri5"), "the loss has kinks, where a higher order brings nothing");
        }

        return flow.Rtol < TightTolerance
            ? new(SolverCatalog.Find("dop853"), "smooth network, rtol below 1e-8")
            : new(SolverCatalog.Find("tsit5"), "smooth network");
    }
}
