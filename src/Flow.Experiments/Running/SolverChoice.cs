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

        return model.Loss.HasKinks
            ? new(SolverCatalog.Find("dopri5"), "the loss has kinks, where a higher order brings nothing")
            : new(SolverCatalog.Find("deflated-adams"), "smooth network");
    }
}
