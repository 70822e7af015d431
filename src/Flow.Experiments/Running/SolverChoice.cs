using System.Globalization;
using Flow.Backends;
using Flow.Experiments.Configuration;
using Flow.Integrators;
using Flow.Integrators.Nonsmooth;
using Flow.Integrators.Switching;
using Flow.Networks.Derivation;
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

    /// <summary>With more pairs of a sample and a unit, stepping over the kinks costs less: measured on the way to
    /// t = 5 at an error of 1e-6 in rho f, which dopri5 does not reach with 22,848 pairs and reaches in a fifth of the
    /// time of pab with 91,392 (bench/RESULTS.md, "Flows through kinks").</summary>
    public const long ManyPairs = 50_000;

    private const string Explicit = "dopri5";
    private const string FewDirections = "deflated-adams";

    private const string LittleMemory = "rkc2";

    // What is tried where more directions are stiff than can be deflated.
    private static readonly string[] ManyDirections = ["rkc2", "bdf"];

    /// <summary>The step that a solver keeps to, as `flow.step` says; null where it chooses its steps, whatever the
    /// first one is.</summary>
    /// <param name="solver">The solver.</param>
    /// <param name="flow">The section `flow`.</param>
    public static double? FixedStep(Solver solver, FlowConfig flow) =>
        !solver.IsAdaptive || solver.Name == PatchedAdamsSolver.Name ? flow.Step : null;

    /// <summary>The solver that an experiment names, or the one that fits.</summary>
    /// <param name="experiment">The experiment.</param>
    public static SolverChoice For(Experiment experiment) =>
        For(experiment.Config, experiment.Model, experiment.InitialState.Length, experiment.Data.Count);

    /// <summary>The solver that a file names, or the one that fits.</summary>
    /// <param name="config">The file.</param>
    /// <param name="model">The network.</param>
    /// <param name="unknowns">The number of entries of the state.</param>
    /// <param name="samples">The number of samples.</param>
    public static SolverChoice For(ExperimentConfig config, NetworkModel model, long unknowns, long samples)
    {
        var flow = config.Flow;
        if (flow.Solver != Auto)
        {
            var named = flow.Solver == PatchedAdamsSolver.Name ? Patched(flow) : SolverCatalog.Find(flow.Solver);
            return new(named, string.Empty);
        }

        if (model.HasKinks || model.Loss.HasKinks)
        {
            return WithKinks(config, model, samples);
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

    private static SolverChoice WithKinks(ExperimentConfig config, NetworkModel model, long samples)
    {
        var fallback = SolverCatalog.Find(Explicit);
        var what = model.HasKinks ? "activations have" : "loss has";
        if (MaskedFlow.Obstacle(model) is { } obstacle)
        {
            return new(fallback, $"the {what} kinks that are not located, since {obstacle.Problem}");
        }

        if (config.Backend.Precision != Precision.Float64)
        {
            return new(fallback, $"the {what} kinks that are not located in float32");
        }

        var pairs = samples * MaskedFlow.Units(model);
        return pairs > ManyPairs
            ? new(fallback, Text($"the {what} kinks, at {pairs:N0} pairs of sample and unit too many to locate each"))
            : new(
                Patched(config.Flow),
                Text($"the {what} kinks, which it locates at {pairs:N0} pairs of sample and unit"));
    }

    private static Solver Patched(FlowConfig flow) => PatchedAdamsSolver.Make(Settings(flow));

    private static PatchedAdamsSettings Settings(FlowConfig flow)
    {
        var fallback = new PatchedAdamsSettings();
        return fallback with
        {
            Order = flow.Order ?? fallback.Order,
            Mode = flow.Mode ?? fallback.Mode,
            Step = flow.Step,
        };
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
