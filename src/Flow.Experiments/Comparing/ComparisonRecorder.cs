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
        "rate_sharpness", "beyond_stability",
    ];

    private readonly SnapshotPlan _plan;
    private readonly ObservableTable _table;
    private readonly FlowStates _flow;
    private readonly double[] _values;
    private readonly double[] _row;
    private readonly int _firstDifference;
    private readonly int _rho;
    private readonly int _loss;
    private CsvTableWriter? _writer;
    private FlowStates? _modified;
    private double _rate;
    private double _seed;
    private bool _isBeyond;

    public ComparisonRecorder(SnapshotPlan plan, ObservableTable table, FlowStates flow, bool hasModified)
    {
        (_plan, _table, _flow) = (plan, table, flow);
        var leading = hasModified ? [.. Leading, "modified_distance"] : Leading;
        Columns = [.. leading, .. table.Columns.Skip(1).Select(static name => $"difference_{name}")];
        _firstDifference = leading.Length;
        (_rho, _loss) = (Array.IndexOf(Columns, "difference_rho"), Array.IndexOf(Columns, "difference_loss"));
        _values = new double[table.Columns.Count];
        _row = new double[Columns.Length];
    }

    /// <summary>The columns; difference_name is the value of training minus that of the flow.</summary>
    public string[] Columns { get; }

    /// <summary>The sharpness along the flow.</summary>
    public required SharpnessPath Sharpness { get; init; }

    /// <summary>What eta times sharpness must stay below.</summary>
    public required double StabilityLimit { get; init; }

    /// <summary>The largest distance of the run so far.</summary>
    public double Largest { get; private set; }

    /// <summary>Begins a run.</summary>
    public void Begin(CsvTableWriter writer, double rate, double seed, FlowStates? modified)
    {
        (_writer, _rate, _seed, _modified) = (writer, rate, seed, modified);
        (_isBeyond, Largest) = (false, 0);
    }

    /// <summary>Writes a row.</summary>
    public void Write(TrainingPoint point, int index)
    {
        var state = ((ArrayVector)point.State).Values;
        _plan.Evaluate(point.Time, state).NormDefect = point.NormDefect;
        _table.Fill(_plan.Snapshot, _values);
        var time = _flow.Row(index)[0];
        var distance = Math.Sqrt(Distance.Squared(state, _flow.State(index)));
        var moved = Math.Sqrt(Distance.Squared(_flow.State(index), _flow.State(0)));
        var (nearest, nearestTime) = _flow.Nearest(state);
        var stiffness = _rate * Sharpness.At(time);
        _isBeyond |= stiffness >= StabilityLimit;
        double[] leading =
        [
            _rate, _seed, point.Step, time, distance, distance / moved, nearest, nearestTime,
            stiffness, _isBeyond ? 1 : 0,
        ];
        leading.CopyTo(_row, 0);
        if (_modified is not null)
        {
            var at = _modified.IndexOf(time);
            _row[leading.Length] = at < 0 ? double.NaN : Math.Sqrt(Distance.Squared(state, _modified.State(at)));
        }

        for (var i = 1; i < _values.Length; i++)
        {
            _row[_firstDifference + i - 1] = _values[i] - _flow.Row(index)[i];
        }

        _writer!.WriteRow(_row);
        Largest = Math.Max(Largest, distance);
    }

    /// <summary>The difference of rho in the last row.</summary>
    public double RhoDifference => _row[_rho];

    /// <summary>The difference of the loss in the last row.</summary>
    public double LossDifference => _row[_loss];

    /// <summary>The last row by the names of its columns.</summary>
    public IReadOnlyDictionary<string, double> Last() =>
        Columns.Zip(_row).ToDictionary(static pair => pair.First, static pair => pair.Second);
}
