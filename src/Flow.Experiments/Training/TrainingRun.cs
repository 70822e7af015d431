using Flow.Backends;
using Flow.Experiments.Configuration;
using Flow.Experiments.Observables;
using Flow.Experiments.Outputs;
using Flow.Experiments.Resuming;
using Flow.Experiments.Running;
using Flow.Integrators.Spaces;

namespace Flow.Experiments.Training;

/// <summary>Trains the network of an experiment by discrete steps and writes its run directory.</summary>
public sealed class TrainingRun
{
    // Looking at the clock costs as much as a step of the smallest networks.
    internal const long StepsBetweenReports = 64;

    private readonly Experiment _experiment;
    private readonly RunDirectory _directory;

    /// <summary>Makes a run.</summary>
    /// <param name="experiment">The experiment.</param>
    /// <param name="directory">The run directory; made where absent.</param>
    /// <exception cref="ConfigurationException">The section `train` does not fit the data.</exception>
    public TrainingRun(Experiment experiment, string directory)
    {
        _experiment = experiment;
        _directory = new(directory, experiment);
        Setup = TrainingSetup.For(experiment);
    }

    /// <summary>The section `train` with what the data decide.</summary>
    public TrainingSetup Setup { get; }

    /// <summary>The clock for the running time and the progress.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>Receives the progress.</summary>
    public IProgress<TrainingProgress>? Progress { get; init; }

    /// <summary>Whether training goes on from the checkpoint of its directory.</summary>
    public bool Resumes { get; init; }

    /// <summary>The step at which resumed training has gone on; null where it began anew.</summary>
    public long? ResumedAt { get; private set; }

    /// <summary>Trains to the last step, a failure or a cancellation; partial results are written too.</summary>
    /// <param name="cancellation">Cancels the run.</param>
    /// <exception cref="ConfigurationException">The directory or its checkpoint does not fit.</exception>
    /// <exception cref="OutputException">The run directory cannot be written.</exception>
    /// <exception cref="Backends.Plans.PlanException">The backend cannot compile the network.</exception>
    public TrainingResult Run(CancellationToken cancellation = default)
    {
        try
        {
            return TrainAndWrite(cancellation);
        }
        finally
        {
            _directory.Leave();
        }
    }

    private TrainingResult TrainAndWrite(CancellationToken cancellation)
    {
        var config = _experiment.Config;
        using var plans = new FlowPlans(
            _experiment.System, BackendCatalog.Make(config.Backend.Kind), FlowRun.Options(config.Backend));
        var table = ObservableTable.For(_experiment, false, true);
        var snapshots = new SnapshotPlan(plans, _experiment.Data, _experiment.Lambda);
        var recorder = new TrainingRecorder(snapshots, table, Setup.EpochsPerStep)
        {
            Recorded = _directory.WeightSampleWriter(),
        };
        var continuation = TrainingContinuation.For(
            _experiment, Setup, _directory, [.. recorder.Columns], Resumes, Clock);
        ResumedAt = continuation.Memory?.Step;
        var start = Clock.GetTimestamp();
        CsvTableWriter? writer = null;
        var loop = Setup.Loop(
            plans,
            Progress is null ? null : (step, time) => Report(step, time, recorder, start),
            continuation.IsDue,
            (point, rest) => continuation.Write(point, rest, recorder, writer!));
        continuation.Begin(config with { Train = Setup.Train });
        TrainingOutcome? outcome = null;
        _directory.Write("training.csv", path =>
        {
            using (writer = continuation.Open(path, recorder))
            {
                outcome = Train(loop, continuation.Memory, point => recorder.Write(point, writer), cancellation);
            }
        });
        return Finish(outcome!, recorder.Last(), Clock.GetElapsedTime(start) + continuation.Elapsed);
    }

    private TrainingOutcome Train(
        TrainingLoop loop, TrainingMemory? memory, Action<TrainingPoint> record, CancellationToken cancellation)
    {
        var recorded = Setup.Train.Samples.StepsFor(Setup.Steps);
        return memory is null
            ? loop.Run(_experiment.InitialState, recorded, record, cancellation)
            : loop.Resume(memory, recorded, record, cancellation);
    }

    private TrainingResult Finish(
        TrainingOutcome outcome, IReadOnlyDictionary<string, double> final, TimeSpan elapsed)
    {
        _directory.WriteLastWeights(((ArrayVector)outcome.Last.State).Values);
        var summary = new RunSummary
        {
            Status = outcome.Status.Name,
            Advice = outcome.Status.IsSuccess ? null : outcome.Report,
            Statistics = new()
            {
                RhsEvaluations = outcome.Last.Step,
                JacobianVectorProducts = 0,
                ForwardEvaluations = 0,
                AcceptedSteps = outcome.Last.Step,
                RejectedSteps = 0,
                Seconds = elapsed.TotalSeconds,
            },
            Final = final,
            Provenance = RunMachine.Provenance(_experiment.Config.Initialization.Seed),
        };
        _directory.Write("summary.json", path => JsonFile.Write(path, summary));
        return new(outcome, final, _directory.Files, elapsed);
    }

    private void Report(long step, double time, TrainingRecorder recorder, long start)
    {
        if (step % StepsBetweenReports == 0)
        {
            var (loss, rho) = (recorder.Snapshot.Loss, recorder.Snapshot.Rho);
            Progress!.Report(new(step, Setup.Steps, time, loss, rho, Clock.GetElapsedTime(start)));
        }
    }
}
