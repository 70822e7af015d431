using Flow.Experiments.Outputs;
using Flow.Experiments.Running;
using Flow.Integrators;

namespace Flow.Experiments.Resuming;

/// <summary>How a run of the flow begins: anew, or from the checkpoint of its directory.</summary>
internal sealed class FlowContinuation
{
    private const string Table = "trajectory.csv";

    private readonly Experiment _experiment;
    private readonly RunDirectory _directory;
    private readonly RunIdentity _identity;
    private readonly Checkpoint? _earlier;

    private FlowContinuation(
        Experiment experiment, RunDirectory directory, RunIdentity identity, Checkpoint? earlier) =>
        (_experiment, _directory, _identity, _earlier) = (experiment, directory, identity, earlier);

    /// <summary>Whether the run writes checkpoints: its solver can go on from one.</summary>
    public required bool IsKept { get; init; }

    /// <summary>Where the run goes on; null where it begins anew.</summary>
    public ResumePoint? Point => _earlier?.Point;

    /// <summary>The running time of the interrupted runs before this one.</summary>
    public TimeSpan Elapsed => TimeSpan.FromSeconds(_earlier?.Seconds ?? 0);

    /// <summary>Reads and checks the checkpoint of a run that is to go on; changes nothing.</summary>
    /// <param name="experiment">The experiment.</param>
    /// <param name="directory">The run directory.</param>
    /// <param name="identity">The run.</param>
    /// <param name="solver">Its solver.</param>
    /// <param name="resumes">Whether it is to go on.</param>
    /// <exception cref="Configuration.ConfigurationException">There is no checkpoint, or it is that of another run.
    /// </exception>
    /// <exception cref="OutputException">The table is not the one of the checkpoint.</exception>
    public static FlowContinuation For(
        Experiment experiment, RunDirectory directory, RunIdentity identity, Solver solver, bool resumes)
    {
        if (!resumes)
        {
            return new(experiment, directory, identity, null) { IsKept = solver.CanResume };
        }

        if (!solver.CanResume)
        {
            throw experiment.Document.Positions.Error(
                "flow.solver",
                $"{solver.Name} cannot be resumed: its history stays in its library",
                "start anew, or with a solver of this program such as bdf");
        }

        var checkpoint = CheckpointFile.Read(directory.In(Checkpoint.FileName));
        ResumeRefusal.RequireSameRun(checkpoint.Identity, identity, experiment.Document.Positions);
        ResumeRefusal.RequireSameSteps(checkpoint, experiment);
        CsvTableWriter.RequireContinuable(directory.In(Table), checkpoint.Recorder!.TableLength);
        return new(experiment, directory, identity, checkpoint) { IsKept = true };
    }

    /// <summary>Makes the directory ready.</summary>
    public void Begin()
    {
        if (_earlier is null)
        {
            _directory.Begin(_experiment.Config);
        }
        else
        {
            _directory.Continue(_experiment.Config, _earlier.Recorder!.Rows);
        }
    }

    /// <summary>Opens the table.</summary>
    /// <param name="path">Its path.</param>
    public CsvTableWriter Open(string path) => _earlier is null
        ? CsvTableWriter.Open(path, _identity.Columns)
        : CsvTableWriter.Continue(path, _identity.Columns, _earlier.Recorder!.TableLength);

    /// <summary>Brings what watches the run to where it begins.</summary>
    /// <param name="recorder">The recorder.</param>
    /// <param name="kinks">The counter of kinks, if there is one.</param>
    public void Load(FlowRecorder recorder, KinkCounter? kinks)
    {
        if (_earlier is null)
        {
            kinks?.Look(_experiment.InitialState);
            return;
        }

        recorder.Load(_earlier.Recorder!);
        kinks?.Continue(_earlier.Recorder!.KinkCrossings, [.. Point!.State]);
    }

    /// <summary>Writes the checkpoints of the run from here on.</summary>
    /// <param name="recorder">The recorder.</param>
    /// <param name="table">Its table.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="mayEndInside">Whether an event may end the run inside a step.</param>
    public FlowCheckpoints Checkpoints(
        FlowRecorder recorder, CsvTableWriter table, TimeProvider clock, bool mayEndInside)
    {
        void Write(Checkpoint checkpoint)
        {
            if (IsKept)
            {
                table.Sync();
                _directory.WriteCheckpoint(checkpoint);
            }
        }

        return new(recorder, Write, _identity)
        {
            Interval = _experiment.Config.Flow.CheckpointSeconds,
            Clock = clock,
            MayEndInside = mayEndInside,
            EarlierSeconds = Elapsed.TotalSeconds,
        };
    }
}
