using System.Runtime.InteropServices;
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
    private readonly Experiment _experiment;
    private readonly FlowPlans _plans;
    private readonly ArraySpace _space;
    private readonly OdeProblem _problem;
    private readonly SnapshotPlan _snapshots;
    private readonly double[] _times;
    private readonly double[][] _reference;

    /// <summary>Assembles a flow and solves it.</summary>
    /// <param name="name">Its name in messages.</param>
    /// <param name="yaml">The experiment.</param>
    /// <param name="times">The times of the errors; the last one is the end.</param>
    /// <param name="rtol">rtol of the reference.</param>
    /// <param name="reference">The solver of the reference; null takes dop853 with steps that end at the times.</param>
    public SmoothProblem(string name, string yaml, double[] times, double rtol, Solver? reference = null)
    {
        (Name, _times) = (name, times);
        var experiment = _experiment = Experiment.Assemble(ConfigReader.ReadText(yaml, name, ".", Catalogs.Names));
        var system = experiment.System;
        _plans = new FlowPlans(system, BackendCatalog.Make("cpu"), FlowRun.Options(experiment.Config.Backend));
        _space = new ArraySpace(new VectorLayout(
            system.State.Select(static s => s.Variable.Name).Zip(StateVector.BlockLengths(system))));
        var velocity = _plans.CompileVelocity();
        var field = new PlanVectorField(
            velocity, _plans.Load(velocity, experiment.Data), experiment.Lambda, system);
        string[] spheres = [.. system.State.Where(static s => s.HasUnitNorm).Select(static s => s.Variable.Name)];
        var manifold = spheres.Length > 0 ? new SphereProduct(_space, spheres) : null;
        // Products with the Jacobian are differences: an evaluation each, where a compiled one costs 1.4 to 2.1.
        _problem = new OdeProblem(_space, field, 0, _space.Create(experiment.InitialState), times[^1], manifold);
        Auto = SolverChoice.For(experiment).Solver;
        _snapshots = new SnapshotPlan(_plans, experiment.Data, experiment.Lambda);
        _reference = Run(reference ?? SolverCatalog.Find("dop853"), rtol, exact: reference is null).Outputs;
    }

    public string Name { get; }

    /// <summary>The solver that the program takes unasked.</summary>
    public Solver Auto { get; }

    /// <summary>A flow of the digits with its usual times.</summary>
    public static SmoothProblem Named(string name, double rtol = 1e-12) =>
        new(name, NamedFlow.Find(name).Yaml, NamedFlow.Times, rtol);

    /// <summary>The largest sharpness that deflated-adams sees on its way.</summary>
    public double MeasureSharpness()
    {
        var largest = 0.0;
        var settings = new IntegrationSettings
        {
            StopWhen = step =>
            {
                // NaN where no direction is stiff.
                largest = step.Stiffness is { LargestRate: var rate } && rate > largest ? rate : largest;
                return false;
            },
        };
        new Integrator(_problem, SolverCatalog.Find("deflated-adams"), settings).Run();
        return largest;
    }

    /// <summary>Writes data, start and reference for other programs, as bench/peers/cvode_flow.c tells.</summary>
    /// <param name="flow">What the problem was made from.</param>
    /// <param name="path">The file.</param>
    public void Export(NamedFlow flow, string path)
    {
        var weights = StateVector.ToWeights(_experiment.InitialState, _experiment.System);
        var data = _experiment.Data;
        double[] widths = [data.Dimension, .. flow.Hidden, data.Outputs];
        double[] kind = [data.Count, flow.Lambda, flow.Activation == "tanh" ? 1 : 0, flow.Rho, _times.Length];
        double[] all =
        [
            widths.Length - 1,
            .. widths,
            .. kind,
            .. _times,
            .. data.Inputs,
            .. data.Targets,
            .. weights.Weights.SelectMany(static layer => layer),
            .. _reference.SelectMany(static outputs => outputs),
        ];
        File.WriteAllBytes(path, MemoryMarshal.AsBytes(all.AsSpan()));
    }

    public void Dispose() => _plans.Dispose();

    /// <summary>Evaluations, and the largest error of any output u_n at any of the times.</summary>
    /// <param name="solver">The solver.</param>
    /// <param name="rtol">rtol; atol is a thousandth of it.</param>
    /// <param name="mostEvaluations">Evaluations and products after which the run is given up.</param>
    /// <param name="step">The step of a fixed-step solver.</param>
    public SmoothRun Measure(
        Solver solver, double rtol, long mostEvaluations = long.MaxValue, double? step = null)
    {
        var (result, outputs) = Run(solver, rtol, exact: false, mostEvaluations, step);
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

    private (IntegrationResult Result, double[][] Outputs) Run(
        Solver solver, double rtol, bool exact, long mostEvaluations = long.MaxValue, double? step = null)
    {
        var outputs = new List<double[]>();
        var settings = new IntegrationSettings
        {
            Tolerances = new Tolerances(rtol, 1e-3 * rtol),
            Step = step,
            Samples = new SamplePoints(_times, exact),
            StopWhen = accepted =>
                accepted.Statistics.FieldEvaluations + accepted.Statistics.JacobianProducts > mostEvaluations,
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
