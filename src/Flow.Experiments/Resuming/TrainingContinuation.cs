using Flow.Experiments.Configuration;
using Flow.Experiments.Outputs;
using Flow.Experiments.Running;
using Flow.Experiments.Training;

namespace Flow.Experiments.Resuming;

/// <summary>How training begins, anew or from the checkpoint of its directory, and how it writes checkpoints.</summary>
internal sealed class TrainingContinuation
{
    private const string Table = "training.csv";

    private readonly TrainingSetup _setup;
    private readonly RunDirectory _directory;
    private readonly RunIdentity _identity;
    private readonly Checkpoint? _earlier;
    private readonly TimeProvider _clock;
    private readonly double _interval;
    private long _start;
    private long _written;

    private TrainingContinuation(
        Experiment experiment, TrainingSetup setup, RunDirectory directory, RunIdentity identity, Checkpoint? earlier,
        TimeProvider clock)
    {
        (_setup, _directory, _identity, _earlier, _clock) = (setup, directory, identity, earlier, clock);
        _interval = experiment.Config.Flow.CheckpointSeconds;
    }

    /// <summary>Where training goes on; null where it begins anew.</summary>
    public TrainingMemory? Memory => _earlier?.Training;

    /// <summary>The running time of the interrupted runs before this one.</summary>
    public TimeSpan Elapsed => TimeSpan.FromSeconds(_earlier?.Seconds ?? 0);

    /// <summary>Reads and checks the checkpoint of a run that is to go on; changes nothing.</summary>
    /// <param name="experiment">The experiment.</param>
    /// <param name="setup">Its section `train`.</param>
    /// <param name="directory">The run directory.</param>
    /// <param name="columns">The columns of the table.</param>
    /// <param name="resumes">Whether it is to go on.</param>
    /// <param name="clock">The clock.</param>
    /// <exception cref="ConfigurationException">There is no checkpoint, or it is that of another run.</exception>
    /// <exception cref="OutputException">The table is not the one of the checkpoint.</exception>
    public static TrainingContinuation For(
        Experiment experiment,
        TrainingSetup setup,
        RunDirectory directory,
        IReadOnlyList<string> columns,
        bool resumes,
        TimeProvider clock)
    {
        var config = experiment.Config with { Train = setup.Train };
        var identity = RunIdentity.Of(RunIdentity.Train, setup.Train.Algorithm, experiment, config, columns);
        if (!resumes)
        {
            return new(experiment, setup, directory, identity, null, clock);
        }

        var checkpoint = CheckpointFile.Read(directory.In(Checkpoint.FileName));
        ResumeRefusal.RequireSameRun(checkpoint.Identity, identity, experiment.Document.Positions);
        ResumeRefusal.RequireSameRates(checkpoint, experiment, setup);
        CsvTableWriter.RequireContinuable(directory.In(Table), checkpoint.Training!.TableLength);
        return new(experiment, setup, directory, identity, checkpoint, clock);
    }

    /// <summary>Makes the directory ready.</summary>
    /// <param name="config">The whole experiment.</param>
    public void Begin(ExperimentConfig config)
    {
        if (_earlier is null)
        {
            _directory.Begin(config);
        }
        else
        {
            _directory.Continue(config, Memory!.Rows);
        }

        _start = _written = _clock.GetTimestamp();
    }

    /// <summary>Opens the table.</summary>
    /// <param name="path">Its path.</param>
    /// <param name="recorder">Its recorder.</param>
    public CsvTableWriter Open(string path, TrainingRecorder recorder)
    {
        if (Memory is null)
        {
            return CsvTableWriter.Open(path, _identity.Columns);
        }

        recorder.Continue(Memory.Rows);
        return CsvTableWriter.Continue(path, _identity.Columns, Memory.TableLength);
    }

    /// <summary>Whether a checkpoint is due after a step.</summary>
    /// <param name="step">The steps taken.</param>
    public bool IsDue(long step) =>
        (_interval == 0 || step % TrainingRun.StepsBetweenReports == 0)
        && _clock.GetElapsedTime(_written).TotalSeconds >= _interval;

    /// <summary>Writes a checkpoint.</summary>
    /// <param name="point">The moment.</param>
    /// <param name="rest">The memory of rule and source.</param>
    /// <param name="recorder">The recorder.</param>
    /// <param name="table">Its table.</param>
    /// <exception cref="OutputException">The file system refuses.</exception>
    public void Write(TrainingPoint point, byte[] rest, TrainingRecorder recorder, CsvTableWriter table)
    {
        var state = new double[_setup.Space.Layout.Length];
        _setup.Space.Read(point.State, state);
        var (rows, length) = recorder.PositionBefore(point.Step, table);
        table.Sync();
        var seconds = Elapsed + _clock.GetElapsedTime(_start);
        _directory.WriteCheckpoint(new(_identity, seconds.TotalSeconds)
        {
            Training = new(
                point.Step, point.Time, point.LearningRate, point.BatchLoss, point.UpdateNorm, point.NormDefect,
                state, rest, rows, length),
        });
        _written = _clock.GetTimestamp();
    }
}
