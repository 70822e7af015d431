using Flow.Backends;
using Flow.Experiments.Configuration;
using Flow.Experiments.Nonsmooth;
using Flow.Experiments.Outputs;
using Flow.Integrators;
using Flow.Integrators.Constraints;
using Flow.Integrators.Nonsmooth;
using Flow.Integrators.Problems;
using Flow.Integrators.Sampling;
using Flow.Integrators.Spaces;
using Flow.Integrators.Stepping;
using Flow.Networks.Derivation;
using Flow.Networks.Losses;

namespace Flow.Experiments.Running;

/// <summary>The flow of an experiment as a problem for an integrator, and the settings of `flow`.</summary>
/// <param name="experiment">The experiment.</param>
/// <param name="solver">The solver.</param>
/// <param name="clock">The clock for time limits.</param>
internal sealed class FlowAssembly(Experiment experiment, Solver solver, TimeProvider clock)
{
    private FlowConfig Config => experiment.Config.Flow;

    /// <summary>The discrete steps whose modified flow is meant; null for the flow itself.</summary>
    public ModifiedSteps? Modified { get; init; } = experiment.Modified;

    /// <summary>The problem and the settings, checked against each other before anything is written.</summary>
    /// <param name="plans">The flow's plans.</param>
    /// <param name="samples">The times at which the flow is recorded.</param>
    /// <param name="stop">Ends the run where it holds; may be null.</param>
    /// <exception cref="ConfigurationException">The section `flow` does not fit the problem.</exception>
    public (OdeProblem Problem, IntegrationSettings Settings) Prepare(
        FlowPlans plans, SamplePoints samples, Predicate<AcceptedStep>? stop)
    {
        RefuseSettings();
        var problem = Problem(plans);
        try
        {
            var settings = Settings(samples, stop);
            _ = new Integrator(problem, solver, settings);
            return (problem, settings);
        }
        catch (ArgumentException misfit)
        {
            var parts = misfit.Message.Split(" (Parameter", 2)[0].Split(';', 2);
            var key = misfit is ArgumentOutOfRangeException { ParamName: { } name } ? $"flow.{name}" : "flow.solver";
            throw experiment.Document.Positions.Error(key, parts[0], parts[^1].Trim());
        }
    }

    private OdeProblem Problem(FlowPlans plans)
    {
        var system = experiment.System;
        var names = system.State.Select(static variable => variable.Variable.Name);
        var space = new ArraySpace(new VectorLayout(names.Zip(StateVector.BlockLengths(system))));
        var initial = (ArrayVector)space.Allocate();
        experiment.InitialState.CopyTo(initial.AsSpan());
        // A loss of the catalog is finite wherever its derivative is; log(u) has a derivative where it is no number.
        var isUnknown = LossCatalog.All.All(entry => entry.Name != system.Model.Loss.Name);
        var velocity = Modified is null
            ? plans.CompileVelocity(isUnknown)
            : plans.CompileModifiedVelocity(isUnknown);
        var data = plans.Load(velocity, experiment.Data);
        PlanVectorField Field(double? correction) => new(velocity, data, experiment.Lambda, system, correction)
        {
            Explain = system.Model.Normalizations.IsEmpty
                ? null
                : state => VanishingVariance.Find(system, experiment.Data, state),
        };
        var spheres = Spheres(space, system);
        if (Modified is { Delay: > 0 })
        {
            var derivative = space.Allocate();
            Field(0).Evaluate(0, initial, derivative);
            space.LinearCombination(initial, 1, initial, -Modified.Delay, [1.0], [derivative]);
            spheres?.Retract(initial);
        }

        return new OdeProblem(space, Field(Modified?.Correction), 0, initial, experiment.Config.Flow.TEnd, spheres)
        {
            Linearization = solver.UsesLinearization
                ? new PlanLinearization(plans, experiment, Modified?.Correction)
                : null,
            Kinks = solver.NeedsKinks && Modified is null ? Kinks(plans, isUnknown) : null,
        };
    }

    private IKinkedField Kinks(FlowPlans plans, bool isUnknown)
    {
        var (system, backend) = (experiment.System, experiment.Config.Backend);
        var kinks = plans.Keep(new KinkedFlow(
            system,
            experiment.Data,
            experiment.Lambda,
            BackendCatalog.Make(backend.Kind),
            FlowRun.Options(backend),
            isUnknown));
        return MergedKinks.Of(kinks, experiment.Data, experiment.Model);
    }

    private void RefuseSettings()
    {
        var positions = experiment.Document.Positions;
        if (solver.NeedsKinks && MaskedFlow.Obstacle(experiment.Model) is { } obstacle)
        {
            throw positions.Error(
                "flow.solver", $"solver {solver.Name} does not fit here: {obstacle.Problem}", obstacle.Remedy);
        }

        if (solver.NeedsKinks && experiment.Config.Backend.Precision != Precision.Float64)
        {
            throw positions.Error(
                "flow.solver",
                $"solver {solver.Name} does not run in float32, which has fewer digits than it needs to locate kinks",
                "write precision: float64, or solver: auto");
        }

        RefuseLongStep(positions);
        foreach (var (key, isGiven) in new[] { ("order", Config.Order is not null), ("mode", Config.Mode is not null) })
        {
            if (isGiven && solver.Name != PatchedAdamsSolver.Name)
            {
                throw positions.Error(
                    $"flow.{key}",
                    $"flow.{key} means nothing for solver {solver.Name}",
                    "leave it out or write solver: pab");
            }
        }
    }

    private void RefuseLongStep(ConfigPositions positions)
    {
        var (longest, name) = Config.MaxStep < Config.TEnd ? (Config.MaxStep, "maxStep") : (Config.TEnd, "tEnd");
        if (SolverChoice.FixedStep(solver, Config) is { } step && step > longest)
        {
            throw positions.Error(
                "flow.step",
                $"flow.step is {Numbers.Full(step)}, more than {name}, which is {Numbers.Full(longest)}",
                $"write at most {name}; solver {solver.Name} takes this step again and again");
        }
    }

    private IntegrationSettings Settings(SamplePoints samples, Predicate<AcceptedStep>? stop)
    {
        var flow = experiment.Config.Flow;
        return new()
        {
            Tolerances = new Tolerances(flow.Rtol, flow.Atol),
            Step = solver.Name == PatchedAdamsSolver.Name ? null : flow.Step,
            Controller = flow.Controller,
            MaxStep = flow.MaxStep,
            MaxSteps = flow.MaxSteps,
            MaxSeconds = flow.MaxSeconds,
            Samples = samples,
            StopWhen = stop,
            Clock = clock,
        };
    }

    private static SphereProduct? Spheres(ArraySpace space, FlowSystem system)
    {
        var constrained = system.State.Where(static s => s.HasUnitNorm).Select(static s => s.Variable.Name).ToList();
        return constrained.Count == 0 ? null : new SphereProduct(space, constrained);
    }
}
