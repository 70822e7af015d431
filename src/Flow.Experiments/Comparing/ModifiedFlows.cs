using Flow.Experiments.Observables;
using Flow.Experiments.Outputs;
using Flow.Experiments.Running;
using Flow.Integrators;
using Flow.Integrators.Sampling;

namespace Flow.Experiments.Comparing;

/// <summary>The modified flow of each learning rate of a comparison, integrated by the solver of the flow.</summary>
/// <param name="experiment">The experiment.</param>
/// <param name="plans">The flow's plans.</param>
/// <param name="solver">The solver.</param>
/// <param name="clock">The clock for time limits.</param>
internal sealed class ModifiedFlows(Experiment experiment, FlowPlans plans, Solver solver, TimeProvider clock)
{
    /// <summary>The observables of modified flows.</summary>
    public ObservableTable Table { get; } = ObservableTable.For(experiment, false, isModified: true);

    /// <summary>Evaluations of its right-hand side so far.</summary>
    public long Evaluations { get; private set; }

    /// <summary>Follows the modified flow of one learning rate at the times of its steps.</summary>
    /// <param name="times">The rate and its steps.</param>
    /// <param name="writer">Receives a row for each time, the rate last.</param>
    /// <param name="cancellation">Cancels it.</param>
    public FlowStates Follow(EqualTimes times, CsvTableWriter writer, CancellationToken cancellation)
    {
        var train = experiment.Config.Train;
        var modified = ModifiedSteps.Of(times.LearningRate, train.Momentum, train.Nesterov);
        var assembly = new FlowAssembly(experiment, solver, clock) { Modified = modified };
        var (problem, settings) = assembly.Prepare(plans, new SamplePoints([.. times.Times]), null);
        var snapshots = new SnapshotPlan(plans, experiment.Data, experiment.Lambda, modified);
        var states = new FlowStates(snapshots, Table, writer) { Rate = times.LearningRate };
        Evaluations += new Integrator(problem, solver, settings).Run(states, null, cancellation)
            .Statistics.FieldEvaluations;
        return states;
    }
}
