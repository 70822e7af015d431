using Flow.Experiments.Configuration;
using Flow.Integrators.Spaces;
using Flow.Integrators.Stepping;

namespace Flow.Experiments.Running;

/// <summary>Ends a run where one of the conditions of `flow.stop` holds at an accepted state.</summary>
internal sealed class StopRule
{
    private readonly StopConfig _config;
    private readonly StopCondition? _condition;
    private readonly SnapshotPlan _plan;
    private readonly Observables.ObservableTable _table;
    private readonly double[] _row;
    private readonly bool _needsSnapshot;

    public StopRule(StopConfig config, SnapshotPlan plan, Observables.ObservableTable table)
    {
        _config = config;
        _condition = config.Expression is { } text ? StopCondition.Parse(text) : null;
        _plan = plan;
        _table = table;
        _row = new double[table.Columns.Count];
        _needsSnapshot = _condition is not null || config.Loss is not null;
    }

    /// <summary>Whether the run is to end.</summary>
    public bool Holds(AcceptedStep step)
    {
        var derivative = ((ArrayVector)step.Derivative).Values;
        if (_config.GradNorm is { } limit && Math.Sqrt(SumOfSquares(derivative)) <= limit)
        {
            return true;
        }

        if (!_needsSnapshot)
        {
            return false;
        }

        var snapshot = _plan.Evaluate(step.Time, ((ArrayVector)step.State).Values);
        snapshot.NormDefect = step.NormDefect;
        _table.Fill(snapshot, _row);
        return (_config.Loss is { } loss && snapshot.Loss <= loss) || (_condition?.Holds(Value) ?? false);
    }

    private static double SumOfSquares(double[] values)
    {
        var sum = 0.0;
        foreach (var value in values)
        {
            sum += value * value;
        }

        return sum;
    }

    private double Value(string name)
    {
        for (var i = 0; i < _row.Length; i++)
        {
            if (_table.Columns[i] == name)
            {
                return _row[i];
            }
        }

        return double.NaN;
    }
}
