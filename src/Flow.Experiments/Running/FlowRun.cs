using Flow.Backends;
using Flow.Experiments.Configuration;
using Flow.Experiments.Observables;
using Flow.Experiments.Outputs;
using Flow.Integrators;
using Flow.Integrators.Sampling;
using Flow.Integrators.Spaces;

namespace Flow.Experiments.Running;

/// <summary>Integrates the flow of an experiment and writes its run directory.</summary>
public sealed class FlowRun
{
    private readonly Experiment _experiment;
    private readonly RunDirectory _directory;

    /// <summary>Makes a run.</summary>
    /// <param name="experiment">The experiment.</param>
    /// <param name="directory">The run directory; made where absent.</param>
    public FlowRun(Experiment experiment, string directory)
    {
        _experiment = experiment;
        _directory = new(directory, experiment);
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
        var table = ObservableTable.For(_experiment, kinks is not null);
        var flow = config.Flow;
        var (problem, settings) = new FlowAssembly(_experiment, Choice.Solver, Clock).Prepare(
            plans,
            new SamplePoints(flow.Samples.TimesFor(flow.TEnd), flow.Samples.Exact),
            flow.Stop is { } stop ? new StopRule(stop, snapshots, table).Holds : null);
        _directory.Begin(config);
        IntegrationResult? result = null;
        FlowRecorder? recorder = null;
        _directory.Write("trajectory.csv", path =>
        {
            using var writer = CsvTableWriter.Open(path, table.Columns);
            recorder = new FlowRecorder(snapshots, table, writer, kinks) { Recorded = _directory.WeightSampleWriter() };
            var relay = Progress is null ? null : new ProgressRelay(Progress, recorder, flow.TEnd);
            var integrator = new Integrator(problem, Choice.Solver, settings with { Progress = relay });
            result = integrator.Run(recorder, null, cancellation);
        });
        return Finish(result!, snapshots, table, recorder!, kinks);
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
        _directory.WriteLastWeights(state);
        var accuracy = AccuracyStatement.For(_experiment.Model, Choice.Solver, _experiment.Config.Flow, kinks);
        _directory.Write("summary.json", path => JsonFile.Write(path, Summary(result, final)));
        return new(result, final, _directory.Files, accuracy, kinks?.Crossings, recorder.LargestEnergyRise);
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
}
