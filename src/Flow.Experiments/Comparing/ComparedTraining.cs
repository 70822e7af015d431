using Flow.Experiments.Observables;
using Flow.Experiments.Outputs;
using Flow.Experiments.Running;
using Flow.Experiments.Training;
using Flow.Integrators.Spaces;

namespace Flow.Experiments.Comparing;

/// <summary>The training runs of a comparison, written as they go.</summary>
/// <param name="experiment">The experiment.</param>
/// <param name="directory">The run directory.</param>
/// <param name="plans">The flow's plans.</param>
/// <param name="snapshots">Computes the observables.</param>
/// <param name="table">The observables.</param>
internal sealed class ComparedTraining(
    Experiment experiment,
    RunDirectory directory,
    FlowPlans plans,
    SnapshotPlan snapshots,
    ObservableTable table)
{
    private readonly ObservableTable _training = ObservableTable.For(experiment, false, true);
    private readonly List<ComparedRun> _runs = [];
    private readonly List<double[]> _spreads = [];
    private TrainingRecorder? _rows;
    private ComparisonRecorder? _recorder;

    /// <summary>The flow.</summary>
    public required FlowStates Flow { get; init; }

    /// <summary>The sharpness along the flow.</summary>
    public required SharpnessPath Sharpness { get; init; }

    /// <summary>What eta times sharpness must stay below.</summary>
    public required double StabilityLimit { get; init; }

    /// <summary>Follows the modified flow of a rate; null where the steps have none.</summary>
    public required ModifiedFlows? Modified { get; init; }

    /// <summary>The training for a rate and a seed.</summary>
    public required Func<EqualTimes, int, TrainingSetup> Setup { get; init; }

    /// <summary>Makes what is called after each step.</summary>
    public required Func<TrainingSetup, Action<long, double>?> Reporter { get; init; }

    /// <summary>Rows of seeds.csv, the last of each rate.</summary>
    public IReadOnlyList<double[]> Spreads => _spreads;

    /// <summary>Trains for every rate and seed.</summary>
    /// <param name="rates">The rates with their steps.</param>
    /// <param name="seeds">The number of seeds.</param>
    /// <param name="cancellation">Cancels it; what was reached is written.</param>
    public IReadOnlyList<ComparedRun> Run(IReadOnlyList<EqualTimes> rates, int seeds, CancellationToken cancellation)
    {
        _rows = new(snapshots, _training, Setup(rates[0], 0).EpochsPerStep, ["run_rate", "run_seed"]);
        _recorder = new(snapshots, table, Flow, Modified is not null)
        {
            Sharpness = Sharpness,
            StabilityLimit = StabilityLimit,
        };
        var files = new List<(string Name, IReadOnlyList<string> Columns)>
        {
            ("comparison.csv", _recorder.Columns),
            ("training.csv", [.. _rows.Columns]),
        };
        if (seeds > 1)
        {
            files.Add(("seeds.csv", SeedSpread.Columns));
        }

        if (Modified is not null)
        {
            files.Add(("modified.csv", [.. Modified.Table.Columns, "run_rate"]));
        }

        Open(files, [], writers =>
        {
            foreach (var times in rates.TakeWhile(_ => !cancellation.IsCancellationRequested))
            {
                TrainAt(times, seeds, writers, cancellation);
            }
        });
        return _runs;
    }

    private void TrainAt(
        EqualTimes times, int seeds, IReadOnlyList<CsvTableWriter> writers, CancellationToken cancellation)
    {
        var modified = Modified?.Follow(times, writers[^1], cancellation);
        var spread = seeds > 1 ? new SeedSpread(Flow) : null;
        foreach (var seed in Enumerable.Range(0, seeds).TakeWhile(_ => !cancellation.IsCancellationRequested))
        {
            var setup = Setup(times, seed);
            _recorder!.Begin(writers[0], times.LearningRate, setup.Train.Seed, modified);
            var outcome = setup.Loop(plans, Reporter(setup)).Run(experiment.InitialState, times.Steps, point =>
            {
                _rows!.Write(point, writers[1], times.LearningRate, setup.Train.Seed);
                var index = Flow.IndexOf(times.TimeOf(point.Step));
                if (index >= 0)
                {
                    _recorder.Write(point, index);
                    spread?.Add(
                        index, ((ArrayVector)point.State).Values, _recorder.RhoDifference,
                        _recorder.LossDifference);
                }
            }, cancellation);
            var last = _recorder.Last();
            _runs.Add(new(
                times.LearningRate, setup.Train.Seed, outcome.Status, (long)last["step"], last["t"], last,
                _recorder.Largest));
        }

        double[][] rows = [.. spread?.Rows(times.LearningRate) ?? []];
        foreach (var row in rows)
        {
            writers[2].WriteRow(row);
        }

        _spreads.AddRange(rows.TakeLast(1));
    }

    private void Open(
        IReadOnlyList<(string Name, IReadOnlyList<string> Columns)> files,
        IReadOnlyList<CsvTableWriter> open,
        Action<IReadOnlyList<CsvTableWriter>> use)
    {
        if (open.Count == files.Count)
        {
            use(open);
            return;
        }

        var (name, columns) = files[open.Count];
        directory.Write(name, path =>
        {
            using var writer = CsvTableWriter.Open(path, columns);
            Open(files, [.. open, writer], use);
        });
    }
}
