using Flow.Experiments.Observables;
using Flow.Experiments.Outputs;
using Flow.Experiments.Running;
using Flow.Integrators.Spaces;

namespace Flow.Experiments.Training;

/// <summary>Writes a row of training.csv for each recorded step.</summary>
internal sealed class TrainingRecorder
{
    /// <summary>The columns before those of the observables, whose first is t.</summary>
    private static readonly string[] Leading = ["step", "epoch"];

    private readonly SnapshotPlan _plan;
    private readonly ObservableTable _table;
    private readonly double _epochsPerStep;
    private readonly string[] _trailing;
    private readonly double[] _row;
    private int _rows;
    private long _recorded = -1;
    private (int Rows, long Length) _before;

    public TrainingRecorder(
        SnapshotPlan plan, ObservableTable table, double epochsPerStep, params string[] trailing)
    {
        (_plan, _table, _epochsPerStep, _trailing) = (plan, table, epochsPerStep, trailing);
        _row = new double[Leading.Length + table.Columns.Count + trailing.Length];
    }

    /// <summary>The columns.</summary>
    public IEnumerable<string> Columns => Leading.Concat(_table.Columns).Concat(_trailing);

    /// <summary>The observables at the last recorded step.</summary>
    public FlowSnapshot Snapshot => _plan.Snapshot;

    /// <summary>Called with the number of the row and the state after each row.</summary>
    public Action<int, double[]>? Recorded { get; init; }

    /// <summary>The rows and the length of the table without the row of a step.</summary>
    /// <param name="step">The last step.</param>
    /// <param name="writer">The table.</param>
    public (int Rows, long Length) PositionBefore(long step, CsvTableWriter writer) =>
        step == _recorded ? _before : (_rows, writer.Length);

    /// <summary>Goes on after the rows of an interrupted run.</summary>
    public void Continue(int rows) => _rows = rows;

    /// <summary>Writes a row.</summary>
    public void Write(TrainingPoint point, CsvTableWriter writer, params ReadOnlySpan<double> trailing)
    {
        var state = ((ArrayVector)point.State).Values;
        _plan.Evaluate(point.Time, state);
        (Snapshot.LearningRate, Snapshot.BatchLoss) = (point.LearningRate, point.BatchLoss);
        (Snapshot.UpdateNorm, Snapshot.NormDefect) = (point.UpdateNorm, point.NormDefect);
        (_row[0], _row[1]) = (point.Step, point.Step * _epochsPerStep);
        _table.Fill(Snapshot, _row.AsSpan(Leading.Length, _table.Columns.Count));
        trailing.CopyTo(_row.AsSpan(_row.Length - _trailing.Length));
        (_recorded, _before) = (point.Step, (_rows, writer.Length));
        writer.WriteRow(_row);
        Recorded?.Invoke(_rows++, state);
    }

    /// <summary>The last row by the names of its columns.</summary>
    public IReadOnlyDictionary<string, double> Last() =>
        Columns.Zip(_row).ToDictionary(static pair => pair.First, static pair => pair.Second);
}
