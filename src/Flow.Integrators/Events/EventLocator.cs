using Flow.Integrators.Problems;
using Flow.Integrators.Spaces;
using Flow.Integrators.Stepping;

namespace Flow.Integrators.Events;

/// <summary>The events of a run: finds their roots in each accepted step, in order of time, and counts them.</summary>
internal sealed class EventLocator
{
    private readonly Event[] _events;
    private readonly double[] _values;
    private readonly double[] _endValues;
    private readonly long[] _counts;
    private readonly List<EventRoot> _roots = [];
    private readonly EventScan _scan = new();
    private readonly StepFunction? _function;

    /// <summary>Makes the locator.</summary>
    /// <param name="problem">The problem.</param>
    /// <param name="events">The events, none for most runs.</param>
    /// <param name="counts">The counts of an interrupted run; none starts from 0.</param>
    public EventLocator(OdeProblem problem, IReadOnlyList<Event> events, IReadOnlyList<long> counts)
    {
        _events = [.. events];
        (_values, _endValues) = (new double[_events.Length], new double[_events.Length]);
        _counts = counts.Count == 0 ? new long[_events.Length] : [.. counts];
        _function = _events.Length == 0 ? null : new StepFunction(problem.Space, problem.Constraint);
    }

    /// <summary>Whether an event can end the run.</summary>
    public bool CanEnd => Array.Exists(_events, static candidate => candidate.TerminalAfter is not null);

    /// <summary>How often each event has counted.</summary>
    public IReadOnlyList<long> Counts => [.. _counts];

    /// <summary>The roots of the last step in order of time, those after a terminal one included.</summary>
    public IReadOnlyList<EventRoot> Roots => _roots;

    /// <summary>Takes the values at the state from which the run goes on.</summary>
    public void Start(double time, Vector state, Vector derivative) =>
        EvaluateAll(new EventPoint(time, state, derivative), _values);

    /// <summary>Looks at the end of a trial step that counts.</summary>
    /// <returns>Whether the dense output of the step is needed.</returns>
    public bool Examine(double end, IStepper stepper)
    {
        if (_function is null)
        {
            return false;
        }

        EvaluateAll(new EventPoint(end, stepper.Trial, stepper.TrialDerivative), _endValues);
        for (var i = 0; i < _events.Length; i++)
        {
            if (_events[i].InteriorPoints > 0 || EventScan.Crosses(_values[i], _endValues[i]))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Finds the roots in (start, end] of a completed step that was examined.</summary>
    public void Locate(double start, double end, IStepper stepper)
    {
        _roots.Clear();
        if (_function is null)
        {
            return;
        }

        _function.Bind(start, end, stepper.Interpolant);
        for (var i = 0; i < _events.Length; i++)
        {
            _function.Bind(_events[i].Function, _endValues[i]);
            if (_events[i].InteriorPoints > 0 || EventScan.Crosses(_values[i], _endValues[i]))
            {
                _scan.FindRoots(_function, _events[i], i, _values[i], _endValues[i], _roots);
            }
        }

        _endValues.CopyTo(_values, 0);
        _roots.Sort();
    }

    /// <summary>Counts a root and gives what is known of it.</summary>
    /// <param name="root">A root of the last step.</param>
    /// <param name="stepper">The stepper, its step not yet accepted.</param>
    /// <param name="statistics">Counts so far.</param>
    /// <param name="isTerminal">Whether it ends the run.</param>
    public EventOccurrence Take(
        EventRoot root, IStepper stepper, IntegrationStatistics statistics, out bool isTerminal)
    {
        var (found, count) = (_events[root.Index], ++_counts[root.Index]);
        isTerminal = found.TerminalAfter is { } last && count >= last;
        var state = root.Time >= _function!.End ? stepper.Trial : _function.StateAt(root.Time);
        return new EventOccurrence(found, root.Time, state, root.IsRising, count, statistics);
    }

    private void EvaluateAll(in EventPoint point, double[] values)
    {
        for (var i = 0; i < _events.Length; i++)
        {
            values[i] = _events[i].Function(point);
        }
    }
}
