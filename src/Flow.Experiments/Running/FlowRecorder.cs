using Flow.Experiments.Observables;
using Flow.Experiments.Outputs;
using Flow.Experiments.Resuming;
using Flow.Integrators.Sampling;
using Flow.Integrators.Spaces;
using Flow.Integrators.Stepping;

namespace Flow.Experiments.Running;

/// <summary>Writes a row for each recorded time and watches accepted steps.</summary>
internal sealed class FlowRecorder : IIntegrationObserver
{
    private readonly SnapshotPlan _plan;
    private readonly ObservableTable _table;
    private readonly CsvTableWriter _writer;
    private readonly KinkCounter? _kinks;
    private readonly double[] _row;
    private double _lowestObjective = double.PositiveInfinity;

    public FlowRecorder(SnapshotPlan plan, ObservableTable table, CsvTableWriter writer, KinkCounter? kinks)
    {
        (_plan, _table, _writer, _kinks) = (plan, table, writer, kinks);
        _row = new double[table.Columns.Count];
    }

    /// <summary>The state of the run at the last recorded time.</summary>
    public FlowSnapshot Snapshot => _plan.Snapshot;

    /// <summary>The largest rise of the objective above an earlier value.</summary>
    public double LargestEnergyRise { get; private set; }

    /// <summary>Whether the objective had a finite value at every recorded time.</summary>
    public bool IsEnergyFinite { get; private set; } = true;

    /// <summary>Why nothing more is written; null while all is well.</summary>
    public OutputException? Failure { get; private set; }

    /// <summary>Ends the recording.</summary>
    public void Fail(OutputException failure) => Failure ??= failure;

    /// <summary>What is remembered of the times recorded so far.</summary>
    public RecorderMemory Save() => new(
        _lowestObjective,
        LargestEnergyRise,
        IsEnergyFinite,
        Snapshot.NormDefect,
        _kinks?.Crossings ?? 0,
        Rows,
        _writer.Length,
        Slides?.Save() ?? []);

    /// <summary>Goes on from what an interrupted run remembered.</summary>
    public void Load(RecorderMemory memory)
    {
        (_lowestObjective, LargestEnergyRise) = (memory.LowestObjective, memory.LargestRise);
        (IsEnergyFinite, Rows) = (memory.IsEnergyFinite, memory.Rows);
        Snapshot.NormDefect = memory.NormDefect;
        Slides?.Load(memory.Slides);
    }

    /// <summary>Whether the solver counts the kinks that it integrates through.</summary>
    public bool CountsKinksItself { get; init; }

    /// <summary>Remembers pairs that slide; null for a solver that follows none.</summary>
    public SlidingRecorder? Slides { get; init; }

    /// <summary>Called with the number of the row and the state after each row.</summary>
    public Action<int, double[]>? Recorded { get; init; }

    /// <summary>The number of rows written.</summary>
    public int Rows { get; private set; }

    /// <inheritdoc />
    public void OnSample(in Sample sample)
    {
        var state = ((ArrayVector)sample.State).Values;
        _plan.Evaluate(sample.Time, state);
        Snapshot.NormDefect = sample.NormDefect;
        if (CountsKinksItself)
        {
            Snapshot.TakeKinks(sample.Statistics.Kinks);
        }
        else
        {
            Snapshot.KinkCrossings = _kinks?.Crossings ?? double.NaN;
        }

        Take(sample.Stiffness);
        WatchEnergy(Snapshot.Energy);
        _table.Fill(Snapshot, _row);
        if (Failure is null)
        {
            Write(state);
        }
    }

    private void WatchEnergy(double objective)
    {
        IsEnergyFinite &= double.IsFinite(objective);
        if (double.IsFinite(objective))
        {
            LargestEnergyRise = Math.Max(LargestEnergyRise, objective - _lowestObjective);
            _lowestObjective = Math.Min(_lowestObjective, objective);
        }
    }

    /// <summary>A failure ends the run by its stop condition; the integrator itself knows no files.</summary>
    private void Write(double[] state)
    {
        try
        {
            _writer.WriteRow(_row);
            Recorded?.Invoke(Rows, state);
            Rows++;
        }
        catch (OutputException failure)
        {
            Failure = failure;
        }
    }

    /// <inheritdoc />
    public void OnAccepted(in AcceptedStep step)
    {
        _kinks?.Look(((ArrayVector)step.State).Values);
        Slides?.Look(step);
        Take(step.Stiffness);
    }

    private void Take(StiffnessEstimate? estimate)
    {
        if (estimate is { } stiffness)
        {
            Snapshot.Sharpness = stiffness.LargestRate;
            Snapshot.DeflatedDirections = stiffness.DeflatedDirections;
            Snapshot.StepTimesRate = stiffness.StepTimesRate;
        }
    }
}
