using Flow.Experiments.Configuration;
using Flow.Integrators;
using Flow.Integrators.Switching;
using Flow.Networks.Model;

namespace Flow.Experiments.Running;

/// <summary>The solver of a run and why it was taken.</summary>
/// <param name="Solver">The solver.</param>
/// <param name="Reason">One clause for the user; empty where the file names the solver.</param>
public sealed record SolverChoice(Solver Solver, string Reason)
{
    /// <summary>The name that leaves the choice to the program.</summary>
    public const string Auto = "auto";

    /// <summary>From this many unknowns on, the 84 vectors of deflated-adams (6.7 GB at 10 million) are too
    /// many.</summary>
    public const long ManyUnknowns = 10_000_000;

    private const string Explicit = "dopri5";
    private const string FewDirections = "deflated-adams";

    private const string LittleMemory = "rkc2";

    // What is tried where more directions are stiff than can be deflated.
    private static readonly string[] ManyDirections = ["rkc2", "bdf"];

    /// <summary>The solver that a file names, or the one that fits.</summary>
    /// <param name="flow">The section `flow`.</param>
    /// <param name="model">The network.</param>
    /// <param name="unknowns">The number of entries of the state.</param>
    public static SolverChoice For(FlowConfig flow, NetworkModel model, long unknowns)
    {
        if (flow.Solver != Auto)
        {
            return new(SolverCatalog.Find(flow.Solver), string.Empty);
        }

        if (model.HasKinks || model.Loss.HasKinks)
        {
            var what = model.HasKinks ? "activations have" : "loss has";
            return new(SolverCatalog.Find(Explicit), $"the {what} kinks, where a higher order brings nothing");
        }

        if (unknowns >= ManyUnknowns)
        {
            return new(SolverCatalog.Find(LittleMemory), $"smooth network with {unknowns} unknowns: few vectors");
        }

        return new(
            SwitchingSolver.Make(
                Auto, SolverCatalog.Find(FewDirections), [.. ManyDirections.Select(SolverCatalog.Find)]),
            $"{FewDirections} for a smooth network, {string.Join(" or ", ManyDirections)} where stability holds it "
            + "back");
    }
}
