namespace Flow.Integrators.Nonsmooth;

/// <summary>The windows in which a step is swept, one after the other, so that its events come in order.</summary>
/// <remarks>Which pairs cross is known from the end of a window, so an event may bring to light an earlier one, met on
/// a path that later events have bent already. Where that matters the window is split between the two, and the step
/// swept anew: what comes before an event then no longer depends on what comes after it.</remarks>
internal sealed class SweepWindows
{
    // Events of one time, relative to the length of the step.
    private const double Resolution = 1e-9;
    private const int Most = 40;

    private readonly List<double> _ends = [];
    private double _length;
    private double _late;
    private int _current;

    /// <summary>The time of the latest event in the window, at first its beginning.</summary>
    public double Now { get; private set; }

    /// <summary>The end of the window.</summary>
    public double End => _ends[_current];

    /// <summary>The end of the step.</summary>
    public double StepEnd => _ends[^1];

    /// <summary>Whether a window was split since the sweep began.</summary>
    public bool IsSplit { get; private set; }

    /// <summary>One window for a step.</summary>
    public void Reset(double start, double end)
    {
        _ends.Clear();
        _ends.Add(end);
        _length = end - start;
    }

    /// <summary>Goes to the first window.</summary>
    public void Begin(double start)
    {
        (_current, IsSplit) = (0, false);
        Enter(start);
    }

    /// <summary>Goes to the next window; false where there is none.</summary>
    public bool TryAdvance()
    {
        if (_current == _ends.Count - 1)
        {
            return false;
        }

        Enter(_ends[_current++]);
        return true;
    }

    /// <summary>Whether a later event was taken before one at a time.</summary>
    public bool IsLate(double time) => time < Now - (Resolution * _length);

    /// <summary>How long ago the event was that was taken late.</summary>
    public double Delay => Now - _late;

    /// <summary>Whether what happens now is due since an event that was taken late.</summary>
    public bool IsOverdue(double time) => time <= Now && IsLate(_late);

    /// <summary>Takes an event.</summary>
    public void Take(double time)
    {
        _late = IsLate(time) ? time : double.PositiveInfinity;
        Now = Math.Max(Now, time);
    }

    /// <summary>Splits the window between an event and the latest one; false where there are enough windows.</summary>
    public bool TrySplit(double time)
    {
        if (_ends.Count < Most)
        {
            _ends.Insert(_current, 0.5 * (time + Now));
            IsSplit = true;
        }

        return IsSplit;
    }

    /// <summary>Splits the window after the event that was taken late.</summary>
    public bool TrySplit() => TrySplit(_late);

    private void Enter(double start) => (Now, _late) = (start, double.PositiveInfinity);
}
