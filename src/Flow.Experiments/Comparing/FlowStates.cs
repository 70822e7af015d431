using Flow.Experiments.Observables;
using Flow.Experiments.Outputs;
using Flow.Experiments.Running;
using Flow.Integrators.Sampling;
using Flow.Integrators.Spaces;

namespace Flow.Experiments.Comparing;

/// <summary>The flow at the compared times: its states and observables.</summary>
internal sealed class FlowStates(SnapshotPlan plan, ObservableTable table, CsvTableWriter writer)
    : IIntegrationObserver
{
    private readonly List<double> _times = [];
    private readonly List<double[]> _states = [];
    private readonly List<double[]> _rows = [];

    /// <summary>A learning rate that ends each row; null where none does.</summary>
    public double? Rate { get; init; }

    /// <summary>The number of times so far.</summary>
    public int Count => _times.Count;

    /// <summary>The observables at the last time.</summary>
    public FlowSnapshot Snapshot => plan.Snapshot;

    /// <summary>The observables at a time, in the order of the table.</summary>
    public double[] Row(int index) => _rows[index];

    /// <summary>The state at a time.</summary>
    public double[] State(int index) => _states[index];

    /// <inheritdoc />
    public void OnSample(in Sample sample)
    {
        double[] state = [.. ((ArrayVector)sample.State).Values];
        plan.Evaluate(sample.Time, state);
        Snapshot.NormDefect = sample.NormDefect;
        var row = new double[table.Columns.Count];
        table.Fill(Snapshot, row);
        writer.WriteRow(Rate is { } rate ? [.. row, rate] : row);
        _times.Add(sample.Time);
        _states.Add(state);
        _rows.Add(row);
    }

    /// <summary>The position of a time; -1 where the flow did not come so far.</summary>
    public int IndexOf(double time) => _times.BinarySearch(time) is >= 0 and var index ? index : -1;

    /// <summary>
    /// The smallest distance of a state from the path of the flow, straight lines between the recorded states, and
    /// the time at which the path comes nearest.
    /// </summary>
    public (double Distance, double Time) Nearest(double[] state)
    {
        var (best, time) = (Distance.Squared(state, _states[0]), _times[0]);
        for (var i = 1; i < _states.Count; i++)
        {
            var (squared, fraction) = Distance.SquaredToSegment(state, _states[i - 1], _states[i]);
            if (squared < best)
            {
                (best, time) = (squared, _times[i - 1] + (fraction * (_times[i] - _times[i - 1])));
            }
        }

        return (Math.Sqrt(best), time);
    }
}
