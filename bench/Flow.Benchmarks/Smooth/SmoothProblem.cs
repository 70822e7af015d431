using System.Globalization;
using Flow.Backends;
using Flow.Experiments.Configuration;
using Flow.Experiments.Running;
using Flow.Integrators;
using Flow.Integrators.Constraints;
using Flow.Integrators.Problems;
using Flow.Integrators.Sampling;
using Flow.Integrators.Spaces;

namespace Flow.Benchmarks.Smooth;

/// <summary>The flow of a smooth network with its solution at the times that errors are measured at.</summary>
internal sealed class SmoothProblem : IDisposable
{
    private static readonly double[] UsualTimes = [1, 2, 5, 10, 20, 50, 100];

    private readonly FlowPlans _plans;
    private readonly ArraySpace _space;
    private readonly OdeProblem _problem;
    private readonly SnapshotPlan _snapshots;
    private readonly double[] _times;
    private readonly double[][] _reference;

    /// <summary>Assembles a flow and solves it with dop853.</summary>
    /// <param name="name">Its name in messages.</param>
    /// <param name="yaml">The experiment.</param>
    /// <param name="times">The times of the errors; the last one is the end.</param>
    /// <param name="rtol">rtol of the reference.</param>
    /// <param name="hasProducts">Whether solvers get compiled Jacobian-vector products or take differences.</param>
    public SmoothProblem(string name, string yaml, double[] times, double rtol, bool hasProducts)
    {
        (Name, _times) = (name, times);
        var experiment = Experiment.Assemble(ConfigReader.ReadText(yaml, name, ".", Catalogs.Names));
        var system = experiment.System;
        _plans = new FlowPlans(system, BackendCatalog.Make("cpu"), FlowRun.Options(experiment.Config.Backend));
        _space = new ArraySpace(new VectorLayout(
            system.State.Select(static s => s.Variable.Name).Zip(StateVector.BlockLengths(system))));
        var velocity = _plans.CompileVelocity();
        var field = new PlanVectorField(
            velocity, _plans.Load(velocity, experiment.Data), experiment.Lambda, system);
        string[] spheres = [.. system.State.Where(static s => s.HasUnitNorm).Select(static s => s.Variable.Name)];
        var manifold = spheres.Length > 0 ? new SphereProduct(_space, spheres) : null;
        _problem = new OdeProblem(_space, field, 0, _space.Create(experiment.InitialState), times[^1], manifold)
        {
            Linearization = hasProducts ? new PlanLinearization(_plans, experiment) : null,
        };
        _snapshots = new SnapshotPlan(_plans, experiment.Data, experiment.Lambda);
        _reference = Run(SolverCatalog.Find("dop853"), rtol, exact: true).Outputs;
    }

    public string Name { get; }

    /// <summary>The flows of the tables in docs/integrators.md.</summary>
    public static SmoothProblem Named(string name) => name switch
    {
        "flow-swish50" => OfDigits(name, "32, 32", "swish(50)", 1e-2, 1, 357),
        "flow-tanh-nowd" => OfDigits(name, "16", "tanh", 0, 1, 357),
        "flow-rho10" => OfDigits(name, "32, 32", "swish(50)", 1e-2, 10, 357),
        "flow-swish50-small" => OfDigits(name, "8", "swish(50)", 1e-2, 1, 60),
        _ => throw new ArgumentException($"no smooth flow is named '{name}'"),
    };

    public void Dispose() => _plans.Dispose();

    /// <summary>Evaluations, and the largest error of any output u_n at any of the times.</summary>
    /// <param name="solver">The solver.</param>
    /// <param name="rtol">rtol; atol is a thousandth of it.</param>
    /// <param name="mostEvaluations">Evaluations and products after which the run is given up.</param>
    public SmoothRun Measure(Solver solver, double rtol, long mostEvaluations = long.MaxValue)
    {
        var (result, outputs) = Run(solver, rtol, exact: false, mostEvaluations);
        var error = 0.0;
        for (var i = 0; i < outputs.Length; i++)
        {
            for (var n = 0; n < outputs[i].Length; n++)
            {
                error = Math.Max(error, Math.Abs(outputs[i][n] - _reference[i][n]));
            }
        }

        return new SmoothRun(result, outputs.Length == _times.Length ? error : double.NaN);
    }

    private static SmoothProblem OfDigits(
        string name, string widths, string activation, double lambda, double rho, int limit)
    {
        var yaml = string.Create(CultureInfo.InvariantCulture, $$"""
            data: {source: optdigits, classes: [3, 8], normalize: unit, limit: {{limit}} }
            model: {widths: [{{widths}}], activation: {{activation}}, weightDecay: {lambda: {{lambda}}, on: rho} }
            initialization: {kind: sine, rho: {{rho}} }
            flow: {tEnd: 100}
            """);
        return new(name, yaml, UsualTimes, 1e-12, hasProducts: false);
    }

    private (IntegrationResult Result, double[][] Outputs) Run(
        Solver solver, double rtol, bool exact, long mostEvaluations = long.MaxValue)
    {
        var outputs = new List<double[]>();
        var settings = new IntegrationSettings
        {
            Tolerances = new Tolerances(rtol, 1e-3 * rtol),
            Samples = new SamplePoints(_times, exact),
            StopWhen = step =>
                step.Statistics.FieldEvaluations + step.Statistics.JacobianProducts > mostEvaluations,
        };
        var result = new Integrator(_problem, solver, settings).Run(new Recorder(sample =>
            outputs.Add([.. _snapshots.Evaluate(sample.Time, ((ArrayVector)sample.State).Values).Outputs])));
        return (result, [.. outputs]);
    }

    private sealed class Recorder(Action<Sample> record) : IIntegrationObserver
    {
        public void OnSample(in Sample sample) => record(sample);
    }
}
