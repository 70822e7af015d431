using Flow.Experiments.Configuration;
using Flow.Experiments.Observables;
using Flow.Integrators.Events;
using Flow.Integrators.Spaces;
using Flow.Integrators.Stepping;

namespace Flow.Experiments.Running;

/// <summary>Ends a run where one of the conditions of `flow.stop` holds: at the time where it begins to hold, found on
/// the dense output, where it is one of continuous quantities, else at the first accepted state.</summary>
internal sealed class StopRule
{
    private readonly StopConfig _config;
    private readonly StopCondition? _condition;
    private readonly SnapshotPlan _plan;
    private readonly ObservableTable _table;
    private readonly double[] _row;
    private readonly KinkCounter? _kinks;
    private double _evaluatedAt = double.NaN;

    private StopRule(StopConfig config, SnapshotPlan plan, ObservableTable table, KinkCounter? kinks)
    {
        _config = config;
        _condition = config.Expression is { } text ? StopCondition.Parse(text) : null;
        _plan = plan;
        _table = table;
        _kinks = kinks;
        _row = new double[table.Columns.Count];
        Events = [.. MakeEvents()];
    }

    /// <summary>The conditions of continuous quantities. Only ends of steps are looked at, so that a step costs no more
    /// than one evaluation: a condition that holds inside a step but at none of its ends is not seen.</summary>
    public IReadOnlyList<Event> Events { get; }

    /// <summary>The rule of an experiment; null where it has none.</summary>
    /// <param name="experiment">The experiment.</param>
    /// <param name="plan">Computes the observables, which need not be among those recorded.</param>
    /// <param name="kinks">Counts the kinks; null where nothing does.</param>
    /// <param name="integratesKinks">Whether the solver integrates through kinks and counts them itself.</param>
    /// <exception cref="ConfigurationException">A condition names what the run does not have.</exception>
    public static StopRule? For(
        Experiment experiment, SnapshotPlan plan, KinkCounter? kinks, bool integratesKinks = false)
    {
        if (experiment.Config.Flow.Stop is not { } config)
        {
            return null;
        }

        var rule = new StopRule(config, plan, ObservableTable.Complete(
            experiment, kinks is not null, integratesKinks), kinks);
        var absent = rule._condition?.Observables.FirstOrDefault(name => !rule._table.Columns.Contains(name));
        return absent is null ? rule : throw experiment.Document.Positions.Error(
            "flow.stop",
            $"'{absent}' does not apply to this experiment and would never have a value",
            $"it has {string.Join(", ", rule._table.Columns)}");
    }

    /// <summary>Whether a condition holds at an accepted state, the first one included.</summary>
    public bool Holds(AcceptedStep step)
    {
        if (_condition is { IsContinuous: false })
        {
            // Counts of the steps have changed since an event may have looked.
            _evaluatedAt = double.NaN;
        }

        _plan.Snapshot.NormDefect = step.NormDefect;
        if (step.Pattern is not null)
        {
            _plan.Snapshot.TakeKinks(step.Statistics.Kinks);
        }

        var point = new EventPoint(step.Time, step.State, step.Derivative);
        return (_config.GradNorm is not null && GradNormExcess(point) <= 0)
            || (_config.Loss is not null && LossExcess(point) <= 0)
            || (_condition is not null && _condition.Holds(Difference(point)));
    }

    private IEnumerable<Event> MakeEvents()
    {
        Event Falling(string name, EventFunction function) => new(name, function)
        {
            Direction = EventDirection.Falling,
            TerminalAfter = 1,
            InteriorPoints = 0,
        };
        if (_config.GradNorm is not null)
        {
            yield return Falling("gradNorm", GradNormExcess);
        }

        if (_config.Loss is not null)
        {
            yield return Falling("loss", LossExcess);
        }

        if (_condition is { IsContinuous: true })
        {
            yield return Falling(_config.Expression!, Difference) with
            {
                Direction = _condition.IsRising ? EventDirection.Rising : EventDirection.Falling,
            };
        }
    }

    private double GradNormExcess(in EventPoint point)
    {
        if (point.Derivative is null)
        {
            Evaluate(point);
            return Value("grad_norm") - _config.GradNorm!.Value;
        }

        var sum = 0.0;
        foreach (var value in ((ArrayVector)point.Derivative).Values)
        {
            sum += value * value;
        }

        return Math.Sqrt(sum) - _config.GradNorm!.Value;
    }

    private double LossExcess(in EventPoint point)
    {
        Evaluate(point);
        return Value("loss") - _config.Loss!.Value;
    }

    private double Difference(in EventPoint point)
    {
        Evaluate(point);
        return _condition!.Difference(Value);
    }

    /// <summary>Fills the row, once for each time: an accepted state has been looked at as the end of its step.
    /// </summary>
    private void Evaluate(in EventPoint point)
    {
        if (point.Time == _evaluatedAt)
        {
            return;
        }

        var snapshot = _plan.Evaluate(point.Time, ((ArrayVector)point.State).Values);
        if (_kinks is not null)
        {
            snapshot.KinkCrossings = _kinks.Crossings;
        }

        _table.Fill(snapshot, _row);
        _evaluatedAt = point.Time;
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
