using System.Globalization;
using Flow.Backends;
using Flow.Experiments.Certifying;
using Flow.Experiments.Configuration;
using Flow.Experiments.Observables;
using Flow.Experiments.Outputs;
using Flow.Experiments.Resuming;
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
        Choice = SolverChoice.For(experiment);
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

    /// <summary>Called once, when everything has been checked and the integration is about to start.</summary>
    public Action? Ready { get; init; }

    /// <summary>Whether the run goes on from the checkpoint of its directory.</summary>
    public bool Resumes { get; init; }

    /// <summary>Where a resumed run goes on; known when the run is ready.</summary>
    public ResumePoint? ResumedAt { get; private set; }

    /// <summary>Whether the directory held an earlier run, whose files are gone; known when the run is ready.</summary>
    public bool ReplacesEarlierRun => _directory.ReplacesEarlierRun;

    /// <summary>The observables that the experiment names and that a solver which steps over kinks does not have; known
    /// when the run is ready.</summary>
    public IReadOnlyList<string> LeftOut { get; private set; } = [];

    /// <summary>
    /// Runs to the end, a stop condition, a failure or a cancellation; partial results are written too.
    /// </summary>
    /// <param name="cancellation">Cancels the run.</param>
    /// <exception cref="ConfigurationException">Settings, observables, directory or checkpoint do not fit.</exception>
    /// <exception cref="OutputException">The run directory cannot be written at the start.</exception>
    /// <exception cref="Backends.Plans.PlanException">The backend cannot compile the network.</exception>
    public FlowRunResult Run(CancellationToken cancellation = default)
    {
        try
        {
            return Integrate(cancellation);
        }
        finally
        {
            _directory.Leave();
        }
    }

    private FlowRunResult Integrate(CancellationToken cancellation)
    {
        var config = _experiment.Config;
        using var plans = new FlowPlans(
            _experiment.System, BackendCatalog.Make(config.Backend.Kind), Options(config.Backend));
        var snapshots = new SnapshotPlan(
            plans, _experiment.Data, _experiment.Lambda, _experiment.Modified);
        var kinks = Counter(plans);
        var table = ObservableTable.For(_experiment, kinks is not null, Choice.Solver);
        LeftOut = table.OfKinkSolvers;
        var stop = StopRule.For(_experiment, snapshots, kinks, Choice.Solver.NeedsKinks);
        FlowRecorder? recorder = null;
        var (problem, settings) = new FlowAssembly(_experiment, Choice.Solver, Clock).Prepare(
            plans,
            new SamplePoints(config.Flow.Samples.TimesFor(config.Flow.TEnd), config.Flow.Samples.Exact),
            step => recorder?.Failure is not null || stop?.Holds(step) == true);
        var continuation = FlowContinuation.For(
            _experiment,
            _directory,
            RunIdentity.Of(RunIdentity.Simulate, Choice.Solver.Name, _experiment, config, table.Columns),
            Choice.Solver,
            Resumes);
        ResumedAt = continuation.Point;
        continuation.Begin();
        Ready?.Invoke();
        IntegrationResult? result = null;
        var failure = Attempt(() => _directory.Write("trajectory.csv", path =>
        {
            using var writer = continuation.Open(path);
            recorder = new FlowRecorder(snapshots, table, writer, kinks)
            {
                Recorded = _directory.WeightSampleWriter(),
                CountsKinksItself = Choice.Solver.NeedsKinks,
                Slides = SlidingRecorder.For(problem),
            };
            continuation.Load(recorder, kinks);
            var checkpoints = continuation.Checkpoints(recorder, writer, Clock, stop?.Events.Count > 0);
            var watched = settings with { Progress = Relay(recorder), Events = stop?.Events ?? [] };
            result = checkpoints.Run(
                new Integrator(problem, Choice.Solver, watched), continuation.Point, cancellation);
        }));
        if (result is null || recorder is null)
        {
            throw failure!;
        }

        result = result with { Elapsed = result.Elapsed + continuation.Elapsed };
        var field = (PlanVectorField)problem.Field;
        var run = Finish(Explained(result, field), snapshots, table, recorder, kinks, recorder.Failure ?? failure);
        return config.Flow.Certify ? Certified(run, cancellation) : run;
    }

    private KinkCounter? Counter(FlowPlans plans) =>
        Choice.Solver.NeedsKinks ? null : KinkCounter.For(plans, _experiment);

    private ProgressRelay? Relay(FlowRecorder recorder) =>
        Progress is null ? null : new ProgressRelay(Progress, recorder, _experiment.Config.Flow.TEnd);

    private FlowRunResult Certified(FlowRunResult run, CancellationToken cancellation) => CertifiedRun.Complete(
        new(_experiment, Choice.Solver, Clock) { Progress = Progress }, run, _directory, cancellation);

    private static OutputException? Attempt(Action write)
    {
        try
        {
            write();
            return null;
        }
        catch (OutputException failure)
        {
            return failure;
        }
    }

    /// <summary>Names the activation or the loss that is not finite in place of a component.</summary>
    private IntegrationResult Explained(IntegrationResult result, PlanVectorField field)
    {
        if (result.Status != IntegrationStatus.NonFiniteRightHandSide)
        {
            return result;
        }

        var last = ((ArrayVector)result.State).Values;
        var here = NonFiniteCause.Find(_experiment, last);
        var cause = here ?? (field.StateWithoutLoss is { } tried ? NonFiniteCause.Find(_experiment, tried) : null);
        cause ??= field.StateWithoutLoss is null ? null : $"the loss {_experiment.Model.Loss.Name} is NaN or infinite";
        var (where, remedy) = here is null
            ? ("right beyond this state", "end the run earlier, or take one that is finite there")
            : result.Statistics.AcceptedSteps == 0
                ? ("at the initial state", "take one that is finite there, or another start")
                : ("at this state", "end the run earlier, or take one that is finite there");
        return cause is null
            ? result
            : result with { Detail = $"{cause} {where}; {remedy}", WorstComponent = null };
    }

    private FlowRunResult Finish(
        IntegrationResult result,
        SnapshotPlan snapshots,
        ObservableTable table,
        FlowRecorder recorder,
        KinkCounter? kinks,
        OutputException? failure)
    {
        var state = ((ArrayVector)result.State).Values;
        var defect = snapshots.Snapshot.NormDefect;
        var snapshot = snapshots.Evaluate(result.Time, state);
        (snapshot.NormDefect, snapshot.KinkCrossings) = (defect, kinks?.Crossings ?? double.NaN);
        if (Choice.Solver.NeedsKinks)
        {
            snapshot.TakeKinks(result.Statistics.Kinks);
        }

        var final = table.Values(snapshot);
        failure ??= Attempt(() => WriteSlides(recorder.Slides));
        failure = Attempt(() => _directory.WriteLastWeights(state)) is { } unwritten ? failure ?? unwritten : failure;
        result = Judged(result, snapshot.Loss, failure);
        var advice = result.Status.IsSuccess ? null : result.Report + Continuation(result);
        var summary = Summary(result, final, advice);
        if (Attempt(() => _directory.Write("summary.json", path => JsonFile.Write(path, summary))) is { } lost)
        {
            result = Judged(result, snapshot.Loss, failure ?? lost);
            advice ??= result.Report + Continuation(result);
        }

        return new(
            result,
            final,
            _directory.Files,
            AccuracyStatement.For(
                _experiment.Model, _experiment.Data, Choice.Solver, _experiment.Config.Flow, kinks, result),
            Choice.Solver.NeedsKinks ? result.Statistics.Kinks.Crossings : kinks?.Crossings,
            recorder.LargestEnergyRise)
        {
            IsEnergyFinite = recorder.IsEnergyFinite,
            Rows = recorder.Rows,
            Advice = advice,
        };
    }

    /// <summary>Written while room is held for the last state and the summary.</summary>
    private void WriteSlides(SlidingRecorder? slides)
    {
        if (slides is not null)
        {
            _directory.Write(SlidingRecorder.FileName, slides.Write);
        }
    }

    /// <summary>A run whose results are lost, or whose loss is no number, did not succeed.</summary>
    private static IntegrationResult Judged(IntegrationResult result, double loss, OutputException? failure) =>
        failure is not null
            ? result with
            {
                Status = IntegrationStatus.OutputFailed,
                Detail = failure.Message,
                WorstComponent = null,
            }
            : result.Status.IsSuccess && !double.IsFinite(loss)
                ? result with
                {
                    Status = IntegrationStatus.NonFiniteRightHandSide,
                    Detail = $"the loss is {loss.ToString(CultureInfo.InvariantCulture)}; end the run earlier",
                }
                : result;

    /// <summary>How to go on; empty where the start itself has no value, so that there is no way on.</summary>
    private string Continuation(IntegrationResult result)
    {
        var checkpoint = _directory.In(Checkpoint.FileName);
        var isStuck = result.Statistics.AcceptedSteps == 0 && (result.Status == IntegrationStatus.NonFiniteRightHandSide
            || result.Status == IntegrationStatus.SingularField);
        return !isStuck && _directory.Files.Contains(checkpoint)
            ? $" To go on: gradflow simulate --resume {Path.GetDirectoryName(checkpoint)}"
            : string.Empty;
    }

    private RunSummary Summary(
        IntegrationResult result, IReadOnlyDictionary<string, double> final, string? advice) => new()
        {
            Status = result.Status.Name,
            Advice = advice,
            Stability = StabilityStatement.For(result),
            Uniqueness = UniquenessStatement.For(result),
            Switches = result.Switches,
            Statistics = RunStatistics.Of(result.Statistics, result.Elapsed) with
            {
                Kinks = Choice.Solver.NeedsKinks ? result.Statistics.Kinks : null,
            },
            Final = final,
            Provenance = RunMachine.Provenance(_experiment.Config.Initialization.Seed),
        };
}
