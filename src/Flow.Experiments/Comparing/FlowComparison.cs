using System.Globalization;
using Flow.Backends;
using Flow.Experiments.Configuration;
using Flow.Experiments.Observables;
using Flow.Experiments.Outputs;
using Flow.Experiments.Running;
using Flow.Experiments.Training;
using Flow.Integrators;
using Flow.Integrators.Sampling;

namespace Flow.Experiments.Comparing;

/// <summary>
/// The flow of an experiment against discrete training from the same start at equal times t = eta s/(1 - mu), for each
/// learning rate and seed of the section `compare`.
/// </summary>
public sealed class FlowComparison
{
    /// <summary>States of the flow that are kept, as doubles: 1 GiB.</summary>
    private const long LargestKept = 1L << 27;

    private const int SharpnessPoints = 9;

    private readonly Experiment _experiment;
    private readonly RunDirectory _directory;
    private readonly IReadOnlyList<EqualTimes> _times;
    private readonly double[] _union;

    /// <summary>Makes a comparison.</summary>
    /// <param name="experiment">The experiment.</param>
    /// <param name="directory">The run directory; made where absent.</param>
    /// <exception cref="ConfigurationException">
    /// The sections `train`, `compare` and `flow` do not fit each other or the data.
    /// </exception>
    public FlowComparison(Experiment experiment, string directory)
    {
        if (experiment.Modified is not null)
        {
            throw experiment.Document.Positions.Error(
                "flow.modified",
                "flow.modified contradicts compare, which follows the modified flow of each of its learning rates",
                "leave it out");
        }

        _experiment = experiment;
        _directory = new(directory, experiment);
        _times = EqualTimes.For(experiment.Document);
        _union = [.. _times.SelectMany(static times => times.Times).Distinct().Order()];
        Choice = SolverChoice.For(experiment);
        Setup = TrainingSetup.For(experiment, Train(_times[0], 0));
        var kept = (long)_union.Length * experiment.InitialState.Length;
        if (kept > LargestKept)
        {
            throw experiment.Document.Positions.Error(
                "flow.samples",
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{_union.Length} states of {experiment.InitialState.Length} numbers are too many to keep"),
                "lower flow.samples.count or the number of compare.learningRates");
        }
    }

    /// <summary>The solver of the flow and why it was taken.</summary>
    public SolverChoice Choice { get; }

    /// <summary>The training at the first learning rate.</summary>
    public TrainingSetup Setup { get; }

    /// <summary>Why there is no modified flow to compare with; null where there is one.</summary>
    public string? ModifiedObjection => _experiment.Config.Compare.ModifiedFlow
        ? (Setup.IsRandom || Setup.BatchSize != _experiment.Data.Count
            ? "steps on batches follow it only on average"
            : ModifiedSteps.Objection(_experiment.Model))
        : "compare.modifiedFlow is false";

    private double Limit => Stability.Limit(Setup.Train.Momentum, Setup.Train.Nesterov);

    /// <summary>The clock for time limits.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>The number of seeds for each learning rate: 1 where a step has nothing random.</summary>
    public int Seeds => Setup.IsRandom ? _experiment.Config.Compare.Seeds : 1;

    /// <summary>Receives the progress of the training runs.</summary>
    public IProgress<TrainingProgress>? Progress { get; init; }

    /// <summary>Integrates, trains and compares; what was reached is written.</summary>
    /// <param name="cancellation">Cancels the comparison.</param>
    /// <exception cref="OutputException">The run directory cannot be written.</exception>
    /// <exception cref="Backends.Plans.PlanException">The backend cannot compile the network.</exception>
    public ComparisonResult Run(CancellationToken cancellation = default)
    {
        try
        {
            return CompareAndWrite(cancellation);
        }
        finally
        {
            _directory.Leave();
        }
    }

    private ComparisonResult CompareAndWrite(CancellationToken cancellation)
    {
        var config = _experiment.Config;
        using var plans = new FlowPlans(
            _experiment.System, BackendCatalog.Make(config.Backend.Kind), FlowRun.Options(config.Backend));
        var snapshots = new SnapshotPlan(plans, _experiment.Data, _experiment.Lambda);
        var table = ObservableTable.For(_experiment, false);
        var (problem, settings) = new FlowAssembly(_experiment, Choice.Solver, Clock).Prepare(
            plans, new SamplePoints(_union), null);
        var sharpness = new Sharpness(plans, _experiment);
        var start = Clock.GetTimestamp();
        _directory.Begin(config);
        IntegrationResult? result = null;
        FlowStates? flow = null;
        _directory.Write("trajectory.csv", path =>
        {
            using var writer = CsvTableWriter.Open(path, table.Columns);
            flow = new FlowStates(snapshots, table, writer);
            result = new Integrator(problem, Choice.Solver, settings).Run(flow, null, cancellation);
        });
        var path = SharpnessPath.Along(sharpness, flow!, SharpnessPoints, cancellation);
        var training = new ComparedTraining(_experiment, _directory, plans, snapshots, table)
        {
            Flow = flow!,
            Sharpness = path,
            StabilityLimit = Limit,
            Modified = ModifiedObjection is null ? new(_experiment, plans, Choice.Solver, Clock) : null,
            Setup = (times, seed) => TrainingSetup.For(_experiment, Train(times, seed)),
            Reporter = setup => Reporter(setup, snapshots),
        };
        var runs = flow!.Count > 0 ? training.Run(_times, Seeds, cancellation) : [];
        return Finish(result!, runs, training, Clock.GetElapsedTime(start), cancellation.IsCancellationRequested);
    }

    private Action<long, double>? Reporter(TrainingSetup setup, SnapshotPlan snapshots)
    {
        var start = Clock.GetTimestamp();
        return Progress is null ? null : (step, time) =>
        {
            if (step % TrainingRun.StepsBetweenReports == 0)
            {
                var (loss, rho) = (snapshots.Snapshot.Loss, snapshots.Snapshot.Rho);
                Progress.Report(new(step, setup.Steps, time, loss, rho, Clock.GetElapsedTime(start)));
            }
        };
    }

    private TrainConfig Train(EqualTimes times, int seed)
    {
        var train = _experiment.Config.Train;
        return train with
        {
            LearningRate = times.LearningRate,
            Seed = train.Seed + seed,
            Epochs = null,
            Steps = times.Steps[^1],
            Samples = new TrainSamples { Kind = SampleKind.List, Count = 0, Steps = new(times.Steps) },
        };
    }

    private ComparisonResult Finish(
        IntegrationResult flow,
        IReadOnlyList<ComparedRun> runs,
        ComparedTraining training,
        TimeSpan elapsed,
        bool isCancelled)
    {
        var sharpest = training.Sharpness.Largest;
        var complete = runs.Where(static run => run.Status.IsSuccess).ToList();
        List<string> quantities = ["distance", "difference_rho", "difference_loss"];
        if (training.Modified is not null)
        {
            quantities.Add("modified_distance");
        }

        var slopes = quantities.ToDictionary(
            static name => name,
            name => LogSlope.Of(complete.GroupBy(static run => run.LearningRate)
                .Select(group => (group.Key, group.Average(run => Math.Abs(run.Final[name]))))));
        var final = slopes.ToDictionary(static pair => $"slope_{pair.Key}", static pair => pair.Value);
        final["sharpness"] = sharpest;
        foreach (var run in runs)
        {
            final[string.Create(CultureInfo.InvariantCulture, $"distance_{run.LearningRate}_{run.Seed}")] =
                run.Final["distance"];
        }

        var failed = isCancelled ? TrainingStatus.Cancelled.Name : flow.Status.Name;
        var summary = new RunSummary
        {
            Status = failed,
            Advice = flow.Status.IsSuccess ? null : flow.Report,
            Statistics = new()
            {
                RhsEvaluations = flow.Statistics.FieldEvaluations + (training.Modified?.Evaluations ?? 0)
                    + runs.Sum(static run => run.Step),
                JacobianVectorProducts = 0,
                ForwardEvaluations = 0,
                AcceptedSteps = flow.Statistics.AcceptedSteps,
                RejectedSteps = flow.Statistics.RejectedSteps,
                Seconds = elapsed.TotalSeconds,
            },
            Final = final,
            Provenance = RunMachine.Provenance(_experiment.Config.Initialization.Seed),
        };
        _directory.Write("summary.json", path => JsonFile.Write(path, summary));
        return new(
            flow.Status, flow.Report, isCancelled, runs, slopes, sharpest, Limit, _directory.Files, elapsed)
        {
            Spreads = [.. training.Spreads.Select(static row => new ComparedSpread(
                row[0], (int)row[2], row[3], row[4], row[5]))],
        };
    }
}
