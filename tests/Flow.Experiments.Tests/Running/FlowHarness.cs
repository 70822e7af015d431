using Flow.Backends;
using Flow.Experiments.Running;
using Flow.Integrators;
using Flow.Integrators.Constraints;
using Flow.Integrators.Problems;
using Flow.Integrators.Sampling;
using Flow.Integrators.Spaces;
using Flow.Integrators.Stepping;
using Flow.Networks.Derivation;

namespace Flow.Experiments.Tests.Running;

/// <summary>Integrates a flow without a run directory and looks at every accepted step.</summary>
internal sealed class FlowHarness : IDisposable
{
    private readonly Experiment _experiment;
    private readonly FlowPlans _plans;
    private readonly ArraySpace _space;
    private readonly PlanVectorField _field;

    public FlowHarness(Experiment experiment)
    {
        _experiment = experiment;
        _plans = new(experiment.System, BackendCatalog.Make("cpu"), new());
        var names = System.State.Select(static variable => variable.Variable.Name);
        _space = new(new VectorLayout(names.Zip(StateVector.BlockLengths(System))));
        var velocity = _plans.CompileVelocity();
        _field = new(velocity, _plans.Load(velocity, experiment.Data), experiment.Lambda, System);
        Snapshots = new(_plans, experiment.Data, experiment.Lambda);
    }

    /// <summary>Observables at a state.</summary>
    public SnapshotPlan Snapshots { get; }

    private FlowSystem System => _experiment.System;

    /// <summary>Integrates from the initial state and calls the observer at each accepted step.</summary>
    public IntegrationResult Run(
        string solver, double endTime, IntegrationSettings settings, Action<AcceptedStep>? observer = null)
    {
        var initial = (ArrayVector)_space.Allocate();
        _experiment.InitialState.CopyTo(initial.AsSpan());
        var entry = SolverCatalog.Find(solver);
        var problem = new OdeProblem(_space, _field, 0, initial, endTime, Spheres())
        {
            Linearization = entry.UsesLinearization ? new PlanLinearization(_plans, _experiment) : null,
        };
        return new Integrator(problem, entry, settings)
            .Run(new Watcher(observer ?? (static _ => { })));
    }

    /// <summary>The largest eigenvalue of -dF/ds at a state, on the tangent space, by a power iteration with central
    /// differences.</summary>
    public double LargestDecayRate(Vector state)
    {
        const double Length = 1e-5;
        var (rate, direction) = (0.0, _space.Create([.. Enumerable.Range(0, _space.Layout.Length)
            .Select(static i => Math.Sin(1 + (1.7 * i)))]));
        var (point, forward, backward) = (_space.Allocate(), _space.Allocate(), _space.Allocate());
        for (var i = 0; i < 300; i++)
        {
            Spheres()?.ProjectTangent(state, direction);
            var norm = Math.Sqrt(direction.Values.Sum(static d => d * d));
            _space.LinearCombination(point, 1, state, Length / norm, [1], [direction]);
            _field.Evaluate(0, point, forward);
            _space.LinearCombination(point, 1, state, -Length / norm, [1], [direction]);
            _field.Evaluate(0, point, backward);
            rate = norm;
            _space.LinearCombination(direction, 0, direction, 0.5 / Length, [-1, 1], [forward, backward]);
        }

        return rate;
    }

    public void Dispose() => _plans.Dispose();

    private SphereProduct? Spheres()
    {
        var constrained = System.State.Where(static s => s.HasUnitNorm).Select(static s => s.Variable.Name).ToList();
        return constrained.Count == 0 ? null : new SphereProduct(_space, constrained);
    }

    private sealed class Watcher(Action<AcceptedStep> observer) : IIntegrationObserver
    {
        public void OnAccepted(in AcceptedStep step) => observer(step);
    }
}
