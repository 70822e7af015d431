using Flow.Experiments.Configuration;
using Flow.Experiments.Observables;
using Flow.Integrators.Spaces;
using Flow.Integrators.Stepping;

namespace Flow.Experiments.Running;

/// <summary>Ends a run where one of the conditions of `flow.stop` holds at an accepted state.</summary>
internal sealed class StopRule
{
    private readonly StopConfig _config;
    private readonly StopCondition? _condition;
    private readonly SnapshotPlan _plan;
    private readonly ObservableTable _table;
    private readonly double[] _row;
    private readonly bool _needsSnapshot;
    private readonly KinkCounter? _kinks;

    private StopRule(StopConfig config, SnapshotPlan plan, ObservableTable table, KinkCounter? kinks)
    {
        _config = config;
        _condition = config.Expression is { } text ? StopCondition.Parse(text) : null;
        _plan = plan;
        _table = table;
        _kinks = kinks;
        _row = new double[table.Columns.Count];
        _needsSnapshot = _condition is not null || config.Loss is not null;
    }

    /// <summary>The rule of an experiment; null where it has none.</summary>
    /// <param name="experiment">The experiment.</param>
    /// <param name="plan">Computes the observables, which need not be among those recorded.</param>
    /// <param name="kinks">Counts the kinks; null where nothing does.</param>
    /// <exception cref="ConfigurationException">A condition names what the run does not have.</exception>
    public static StopRule? For(Experiment experiment, SnapshotPlan plan, KinkCounter? kinks)
    {
        if (experiment.Config.Flow.Stop is not { } config)
        {
            return null;
        }

        var rule = new StopRule(config, plan, ObservableTable.Complete(experiment, kinks is not null), kinks);
        var absent = rule._condition?.Observables.FirstOrDefault(name => !rule._table.Columns.Contains(name));
        return absent is null ? rule : throw experiment.Document.Positions.Error(
            "flow.stop",
            $"'{absent}' does not apply to this experiment and would never have a value",
            $"it has {string.Join(", ", rule._table.Columns)}");
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
        snapshot.KinkCrossings = _kinks?.Crossings ?? double.NaN;
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
