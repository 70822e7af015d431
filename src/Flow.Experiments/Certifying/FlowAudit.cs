using Flow.Backends;
using Flow.Experiments.Outputs;
using Flow.Experiments.Running;
using Flow.Integrators;
using Flow.Integrators.Sampling;
using Flow.Integrators.Spaces;

namespace Flow.Experiments.Certifying;

/// <summary>Repeats a run at its own tolerance with dense output and checks the laws that hold along a flow:
/// dE/dt = -||F||^2 integrated by Gauss points, and the proved invariants.</summary>
/// <param name="experiment">The experiment.</param>
/// <param name="solver">The solver.</param>
/// <param name="clock">The clock for time limits.</param>
internal sealed class FlowAudit(Experiment experiment, Solver solver, TimeProvider clock)
{
    /// <summary>Evaluations of the right-hand side of the last audit.</summary>
    public long RhsEvaluations { get; private set; }

    /// <summary>Runs.</summary>
    /// <param name="recorded">The recorded times.</param>
    /// <param name="steps">The ends of steps that resolve the solution.</param>
    /// <param name="cancellation">Ends the run.</param>
    /// <returns>The result, null where the run did not end well.</returns>
    public FlowAuditSummary? Run(
        IReadOnlyList<double> recorded, IReadOnlyList<double> steps, CancellationToken cancellation)
    {
        var config = experiment.Config.Backend;
        using var plans = new FlowPlans(experiment.System, BackendCatalog.Make(config.Kind), FlowRun.Options(config));
        var path = AuditPath.Through(recorded, steps);
        var (problem, settings) = new FlowAssembly(experiment, solver, clock).Prepare(
            plans, new SamplePoints(path.Select(static point => point.Time)), null);
        var auditor = new Auditor(
            path,
            problem.Field,
            problem.Space.Allocate(),
            new SnapshotPlan(plans, experiment.Data, experiment.Lambda, experiment.Modified),
            new InvariantPlan(plans, experiment, ((ArrayVector)problem.InitialState).Values));
        var last = recorded[^1];
        var result = new Integrator(problem, solver, settings with { StopWhen = step => step.Time >= last })
            .Run(auditor, cancellation: cancellation);
        RhsEvaluations = result.Statistics.FieldEvaluations + auditor.Evaluations;
        return result.Status.IsSuccess ? auditor.Summary : null;
    }

    private sealed class Auditor(
        IReadOnlyList<(double Time, double Weight)> path,
        Flow.Integrators.Problems.IVectorField field,
        Vector velocity,
        SnapshotPlan snapshots,
        InvariantPlan invariants) : IIntegrationObserver
    {
        private double _firstEnergy = double.NaN;
        private double _lastEnergy;
        private double _integral;
        private double _defect;
        private int _next;

        public long Evaluations { get; private set; }

        public FlowAuditSummary Summary => new()
        {
            EnergyDefect = _defect,
            EnergyLost = _firstEnergy - _lastEnergy,
            InvariantDrifts = invariants.Drifts,
        };

        public void OnSample(in Sample sample)
        {
            var weight = path[_next++].Weight;
            var state = ((ArrayVector)sample.State).Values;
            if (weight > 0)
            {
                field.Evaluate(sample.Time, sample.State, velocity);
                Evaluations++;
                var speed = ((ArrayVector)velocity).Values;
                _integral += weight * speed.Sum(static v => v * v);
                return;
            }

            _lastEnergy = snapshots.Evaluate(sample.Time, state).Energy;
            _firstEnergy = double.IsNaN(_firstEnergy) ? _lastEnergy : _firstEnergy;
            // Math.Max keeps a NaN.
            _defect = Math.Max(_defect, Math.Abs(_lastEnergy - _firstEnergy + _integral));
            invariants.Look(sample.Time, state);
        }
    }
}
