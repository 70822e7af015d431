using Flow.Backends;
using Flow.Experiments.Configuration;
using Flow.Experiments.Nonsmooth;
using Flow.Experiments.Running;
using Flow.Integrators;
using Flow.Integrators.Constraints;
using Flow.Integrators.Problems;
using Flow.Integrators.Sampling;
using Flow.Integrators.Spaces;
using Flow.Integrators.Stepping;

namespace Flow.Benchmarks.Kinks;

/// <summary>The flow of a ReLU network on one thread, for any solver.</summary>
internal sealed class KinkProblem : IDisposable
{
    /// <summary>The digits example, from the sines of the stored reference trajectory.</summary>
    public const string Digits = """
        data: {source: optdigits, classes: [3, 8], normalize: unit}
        model: {widths: [32, 32], activation: relu, weightDecay: {lambda: 0.01, on: rho}}
        initialization: {kind: sine, rho: 1}
        flow: {tEnd: 100}
        backend: {threads: 1}
        """;

    private readonly FlowPlans _plans;
    private readonly OdeProblem _problem;
    private readonly SnapshotPlan _snapshots;

    /// <summary>Assembles a flow.</summary>
    /// <param name="yaml">The experiment.</param>
    /// <param name="end">The end of the flow.</param>
    public KinkProblem(string yaml, double end)
    {
        var experiment = Experiment.Assemble(ConfigReader.ReadText(yaml, "kinks", ".", Catalogs.Names));
        var (system, options) = (experiment.System, FlowRun.Options(experiment.Config.Backend));
        _plans = new FlowPlans(system, BackendCatalog.Make("cpu"), options);
        Kinks = new KinkedFlow(system, experiment.Data, experiment.Lambda, BackendCatalog.Make("cpu"), options);
        Space = new ArraySpace(new VectorLayout(
            system.State.Select(static s => s.Variable.Name).Zip(StateVector.BlockLengths(system))));
        var velocity = _plans.CompileVelocity();
        var field = new PlanVectorField(velocity, _plans.Load(velocity, experiment.Data), experiment.Lambda, system);
        string[] spheres = [.. system.State.Where(static s => s.HasUnitNorm).Select(static s => s.Variable.Name)];
        _problem = new OdeProblem(
            Space, field, 0, Space.Create(experiment.InitialState), end, new SphereProduct(Space, spheres))
        {
            Kinks = Kinks,
        };
        _snapshots = new SnapshotPlan(_plans, experiment.Data, experiment.Lambda);
    }

    public ArraySpace Space { get; }

    public KinkedFlow Kinks { get; }

    public void Dispose()
    {
        Kinks.Dispose();
        _plans.Dispose();
    }

    /// <summary>The outputs rho f of all samples at given times, with what they had cost by then.</summary>
    /// <param name="solver">The solver.</param>
    /// <param name="rtol">rtol; atol is a thousandth of it.</param>
    /// <param name="step">The step of a solver with fixed steps.</param>
    /// <param name="times">The times.</param>
    /// <param name="mostEvaluations">Evaluations after which the run is given up.</param>
    public List<KinkRow> Rows(
        Solver solver, double rtol, double? step, double[] times, long mostEvaluations = long.MaxValue)
    {
        var rows = new List<KinkRow>();
        // Time of the processor: others on the machine lengthen the time of the clock.
        var start = Environment.CpuUsage.TotalTime;
        var settings = new IntegrationSettings
        {
            Tolerances = new Tolerances(rtol, 1e-3 * rtol),
            Step = step,
            Samples = new SamplePoints(times),
            StopWhen = accepted => accepted.Statistics.FieldEvaluations > mostEvaluations,
        };
        new Integrator(_problem, solver, settings).Run(new Watch(
            sample => rows.Add(new KinkRow(
                sample.Time,
                sample.Statistics,
                (Environment.CpuUsage.TotalTime - start).TotalSeconds,
                [.. _snapshots.Evaluate(sample.Time, ((ArrayVector)sample.State).Values).Outputs])),
            null));
        return rows;
    }

    /// <summary>Follows a run step by step.</summary>
    /// <param name="solver">The solver.</param>
    /// <param name="rtol">rtol; atol is a thousandth of it.</param>
    /// <param name="accepted">Called with every accepted step.</param>
    public void Follow(Solver solver, double rtol, Action<AcceptedStep> accepted) =>
        new Integrator(_problem, solver, new() { Tolerances = new Tolerances(rtol, 1e-3 * rtol) })
            .Run(new Watch(null, accepted));

    private sealed class Watch(Action<Sample>? onSample, Action<AcceptedStep>? onAccepted) : IIntegrationObserver
    {
        public void OnSample(in Sample sample) => onSample?.Invoke(sample);

        public void OnAccepted(in AcceptedStep step) => onAccepted?.Invoke(step);
    }
}
