using Flow.Experiments.Observables;
using Flow.Experiments.Outputs;
using Flow.Experiments.Running;
using Flow.Experiments.Training;
using Flow.Integrators.Spaces;

namespace Flow.Experiments.Comparing;

/// <summary>Writes a row of comparison.csv for each compared step.</summary>
internal sealed class ComparisonRecorder
{
    private static readonly string[] Leading =
    [
        "learning_rate", "seed", "step", "t", "distance", "relative_distance", "nearest_distance", "nearest_t",
    ];

    private readonly SnapshotPlan _plan;
    private readonly ObservableTable _table;
    private readonly CsvTableWriter _writer;
    private readonly double[] _values;
    private readonly double[] _row;

    public ComparisonRecorder(SnapshotPlan plan, ObservableTable table, CsvTableWriter writer)
    {
        (_plan, _table, _writer) = (plan, table, writer);
        _values = new double[table.Columns.Count];
        _row = new double[Columns(table).Count];
    }

    /// <summary>The columns; difference_name is the value of training minus that of the flow.</summary>
    public static IReadOnlyList<string> Columns(ObservableTable table) =>
        [.. Leading, .. table.Columns.Skip(1).Select(static name => $"difference_{name}")];

    /// <summary>Writes a row.</summary>
    /// <returns>The distance.</returns>
    public double Write(double rate, long seed, TrainingPoint point, FlowStates flow, int index)
    {
        var state = ((ArrayVector)point.State).Values;
        _plan.Evaluate(point.Time, state).NormDefect = point.NormDefect;
        _table.Fill(_plan.Snapshot, _values);
        var distance = Math.Sqrt(Distance.Squared(state, flow.State(index)));
        var moved = Math.Sqrt(Distance.Squared(flow.State(index), flow.State(0)));
        var (nearest, time) = flow.Nearest(state);
        double[] leading = [rate, seed, point.Step, flow.Row(index)[0], distance, distance / moved, nearest, time];
        leading.CopyTo(_row, 0);
        for (var i = 1; i < _values.Length; i++)
        {
            _row[Leading.Length + i - 1] = _values[i] - flow.Row(index)[i];
        }

        _writer.WriteRow(_row);
        return distance;
    }

    /// <summary>The last row by the names of its columns.</summary>
    public IReadOnlyDictionary<string, double> Last() =>
        Columns(_table).Zip(_row).ToDictionary(static pair => pair.First, static pair => pair.Second);
}
