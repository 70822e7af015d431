using System.Globalization;
using Flow.Backends;
using Flow.Experiments.Configuration;
using Flow.Experiments.Initialization;
using Flow.Experiments.Observables;
using Flow.Experiments.Outputs;
using Flow.Integrators;
using Flow.Integrators.Constraints;
using Flow.Integrators.Problems;
using Flow.Integrators.Sampling;
using Flow.Integrators.Spaces;
using Flow.Networks.Derivation;

namespace Flow.Experiments.Running;

/// <summary>Integrates the flow of an experiment and writes its run directory.</summary>
public sealed class FlowRun
{
    private readonly Experiment _experiment;
    private readonly string _directory;
    private readonly List<string> _files = [];

    /// <summary>Makes a run.</summary>
    /// <param name="experiment">The experiment.</param>
    /// <param name="directory">The run directory; made where absent.</param>
    public FlowRun(Experiment experiment, string directory)
    {
        _experiment = experiment;
        _directory = directory;
        Choice = SolverChoice.For(experiment.Config.Flow, experiment.Model);
    }

    /// <summary>The solver and why it was taken.</summary>
    public SolverChoice Choice { get; }

    /// <summary>The clock for time limits and progress.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>Receives the progress.</summary>
    public IProgress<RunProgress>? Progress { get; init; }

    /// <summary>The number of threads of the backend: as the file says, else all where the work is worth it.</summary>
    /// <param name="config">The section `backend`.</param>
    public static PlanOptions Options(BackendConfig config) => new(
        config.Precision,
        config.Threads ?? Math.Min(Environment.ProcessorCount, Backends.Cpu.CpuBackend.MostUsefulThreads));

    /// <summary>
    /// Runs to the end, a stop condition, a failure or a cancellation; partial results are written too.
    /// </summary>
    /// <param name="cancellation">Cancels the run.</param>
    /// <exception cref="OutputException">The run directory cannot be written.</exception>
    /// <exception cref="Backends.Plans.PlanException">The backend cannot compile the network.</exception>
    public FlowRunResult Run(CancellationToken cancellation = default)
    {
        var config = _experiment.Config;
        using var plans = new FlowPlans(
            _experiment.System, BackendCatalog.Make(config.Backend.Kind), Options(config.Backend));
        var snapshots = new SnapshotPlan(plans, _experiment.Data, _experiment.Lambda);
        var kinks = KinkCounter.For(plans, _experiment);
        var table = ObservableTable.For(_experiment, kinks is not null, Choice.Solver.TracksStiffness);
        var (problem, settings) = Prepare(plans, snapshots, table);
        AtomicFile.PrepareDirectory(_directory);
        Write("config.yaml", path => AtomicFile.WriteText(path, ConfigWriter.Write(config)));
        IntegrationResult result;
        FlowRecorder recorder;
        using (var writer = CsvTableWriter.Open(PathOf("trajectory.csv"), table.Columns))
        {
            recorder = new FlowRecorder(snapshots, table, writer, kinks) { Recorded = WeightSampleWriter() };
            var relay = Progress is null ? null : new ProgressRelay(Progress, recorder, config.Flow.TEnd);
            var integrator = new Integrator(problem, Choice.Solver, settings with { Progress = relay });
            result = integrator.Run(recorder, null, cancellation);
        }

        _files.Add(PathOf("trajectory.csv"));
        return Finish(result, snapshots, table, recorder, kinks);
    }

    /// <summary>The problem and the settings, checked against each other before anything is written.</summary>
    private (OdeProblem Problem, IntegrationSettings Settings) Prepare(
        FlowPlans plans, SnapshotPlan snapshots, ObservableTable table)
    {
        var problem = Problem(plans);
        try
        {
            var settings = Settings(snapshots, table);
            _ = new Integrator(problem, Choice.Solver, settings);
            return (problem, settings);
        }
        catch (ArgumentException misfit)
        {
            var parts = misfit.Message.Split(" (Parameter", 2)[0].Split(';', 2);
            var key = misfit is ArgumentOutOfRangeException { ParamName: { } name } ? $"flow.{name}" : "flow.solver";
            throw _experiment.Document.Positions.Error(key, parts[0], parts[^1].Trim());
        }
    }

    private OdeProblem Problem(FlowPlans plans)
    {
        var system = _experiment.System;
        var names = system.State.Select(static variable => variable.Variable.Name);
        var space = new ArraySpace(new VectorLayout(names.Zip(StateVector.BlockLengths(system))));
        var initial = (ArrayVector)space.Allocate();
        _experiment.InitialState.CopyTo(initial.AsSpan());
        var velocity = plans.CompileVelocity();
        var field = new PlanVectorField(velocity, plans.Load(velocity, _experiment.Data), _experiment.Lambda, system)
        {
            Explain = system.Model.Normalizations.IsEmpty
                ? null
                : state => VanishingVariance.Find(system, _experiment.Data, state),
        };
        return new OdeProblem(space, field, 0, initial, _experiment.Config.Flow.TEnd, Spheres(space, system));
    }

    private IntegrationSettings Settings(SnapshotPlan snapshots, ObservableTable table)
    {
        var flow = _experiment.Config.Flow;
        return new()
        {
            Tolerances = new Tolerances(flow.Rtol, flow.Atol),
            Step = flow.Step,
            MaxStep = flow.MaxStep,
            MaxSteps = flow.MaxSteps,
            MaxSeconds = flow.MaxSeconds,
            Samples = new SamplePoints(flow.Samples.TimesFor(flow.TEnd), flow.Samples.Exact),
            StopWhen = flow.Stop is { } stop ? new StopRule(stop, snapshots, table).Holds : null,
            Clock = Clock,
        };
    }

    private static SphereProduct? Spheres(ArraySpace space, FlowSystem system)
    {
        var constrained = system.State.Where(static s => s.HasUnitNorm).Select(static s => s.Variable.Name).ToList();
        return constrained.Count == 0 ? null : new SphereProduct(space, constrained);
    }

    private FlowRunResult Finish(
        IntegrationResult result,
        SnapshotPlan snapshots,
        ObservableTable table,
        FlowRecorder recorder,
        KinkCounter? kinks)
    {
        var state = ((ArrayVector)result.State).Values;
        var defect = snapshots.Snapshot.NormDefect;
        var snapshot = snapshots.Evaluate(result.Time, state);
        (snapshot.NormDefect, snapshot.KinkCrossings) = (defect, kinks?.Crossings ?? double.NaN);
        var final = table.Values(snapshot);
        if (_experiment.Config.Output.Weights != WeightOutput.None)
        {
            WriteWeights("weights-last.npz", state);
        }

        var accuracy = AccuracyStatement.For(_experiment.Model, Choice.Solver, _experiment.Config.Flow, kinks);
        Write("summary.json", path => JsonFile.Write(path, Summary(result, final)));
        return new(result, final, _files, accuracy, kinks?.Crossings, recorder.LargestEnergyRise);
    }

    private RunSummary Summary(IntegrationResult result, IReadOnlyDictionary<string, double> final) => new()
    {
        Status = result.Status.Name,
        Advice = result.Status.IsSuccess ? null : result.Report,
        Statistics = new()
        {
            RhsEvaluations = result.Statistics.FieldEvaluations,
            JacobianVectorProducts = 0,
            ForwardEvaluations = 0,
            AcceptedSteps = result.Statistics.AcceptedSteps,
            RejectedSteps = result.Statistics.RejectedSteps,
            Seconds = result.Elapsed.TotalSeconds,
        },
        Final = final,
        Provenance = RunMachine.Provenance(_experiment.Config.Initialization.Seed),
    };

    private Action<int, double[]>? WeightSampleWriter() => _experiment.Config.Output.Weights != WeightOutput.Samples
        ? null
        : (row, state) => WriteWeights(string.Create(CultureInfo.InvariantCulture, $"weights-{row:D5}.npz"), state);

    private void WriteWeights(string name, double[] state)
    {
        var weights = StateVector.ToWeights(state, _experiment.System);
        var arrays = WeightFile.ToArrays(
            weights, _experiment.Config.Model.Parametrization, Experiment.WeightShapes(_experiment.Model));
        Write(name, path => NpzWriter.Write(path, arrays));
    }

    private void Write(string name, Action<string> write)
    {
        write(PathOf(name));
        _files.Add(PathOf(name));
    }

    private string PathOf(string name) => Path.Combine(_directory, name);
}
