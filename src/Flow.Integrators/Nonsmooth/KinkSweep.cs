using Flow.Integrators.Problems;
using Flow.Integrators.Spaces;

namespace Flow.Integrators.Nonsmooth;

/// <summary>Follows the path of a step, y(s) = y1 - int_s^t1 F with F the polynomial of the history, through its kinks:
/// crossings, entries into sliding and exits, in order of time; every one changes F from its time on, and y1.
/// </summary>
/// <remarks>Samples do not couple, so most events that are found a little too late change y1 as if they had been found
/// in time; where they do not, the step is swept anew (<see cref="SweepWindows"/>).</remarks>
internal sealed class KinkSweep
{
    // Relative to the largest switching function, and to the largest signal.
    private const double Resolution = 1e-13;
    private const double SmallestSignal = 1e-10;
    private const double MostDisplacement = 3;
    private const int MostLooks = 2000;

    // Each pair waits for others once, unless the root that is found depends on where it is looked for.
    private const int MostDelays = 4;

    private readonly IKinkedField _kinks;
    private readonly PatchedHistory _history;
    private readonly KinkWork _work;
    private readonly CrossingQueue _queue = new();
    private readonly PathReader _path;
    private readonly PairMarks _marks;
    private readonly SlidingExits _exits;
    private readonly ForkWatch _forks;
    private readonly double[] _switching;
    private readonly PairGradient _gradient;
    private readonly SweepWindows _windows = new();
    private readonly IVectorSpace _space;
    private readonly KinkEvents _events;
    private int _looks;
    private int _delays;

    public KinkSweep(OdeProblem problem, PatchedHistory history)
    {
        (_kinks, _history, _work) = (problem.Kinks!, history, problem.KinkWork);
        _space = problem.Space;
        (_switching, _gradient) = (new double[history.Masks.Length], new PairGradient(problem, history.Masks));
        double[] low = [.. Enumerable.Range(0, _kinks.Units).Select(_kinks.SmallestMask)];
        var span = new SlidingSpan(problem, history.Sliding, history.Masks);
        _marks = new PairMarks(history.Masks.Length);
        _exits = new SlidingExits(history, _marks, low);
        _path = new PathReader(problem, history, _marks);
        _forks = new ForkWatch(history, span);
        _events = new KinkEvents(problem, history, _path, _marks, _windows, span, _gradient, low);
    }

    /// <summary>The predicted end of the path.</summary>
    public Vector End => _path.End;

    /// <summary>How far the end of the path may be from the solution, in the norm of the state.</summary>
    public double Slack
    {
        get => _events.Slack;
        set => _events.Slack = value;
    }

    /// <summary>By how much the path was moved onto kinks.</summary>
    public Vector Shifts => _path.Shifts;

    /// <summary>Takes the sides of all pairs from the masks.</summary>
    public void Restart()
    {
        for (var pair = 0; pair < _history.Masks.Length; pair++)
        {
            _events.SetSide(pair);
        }
    }

    /// <summary>Predicts the end of a step with every kink on the way; false where they do not end.</summary>
    public bool TryRun(double start, Vector state, double end)
    {
        _looks = 0;
        var met = _work.Statistics;
        _windows.Reset(start, end);
        _history.BeginStep(start, state);
        while (!TryFollow(start, state))
        {
            if (_looks > MostLooks)
            {
                return false;
            }

            _history.Restore();
            _work.RestoreEvents(met);
            Restart();
            _history.BeginStep(start, state);
        }

        return true;
    }

    /// <summary>Counts a step that has ended where the flow is not unique.</summary>
    public void WatchForks() => _work.Forks += _forks.IsAtFork(Slack) ? 1 : 0;

    /// <summary>The mask with which a sliding pair slides at a time, within its interval.</summary>
    public double SlidingMask(int index, double time) => _exits.Mask(index, time);

    /// <summary>Takes the masks of the sliding pairs from the newest node.</summary>
    public void TakeMasks()
    {
        for (var i = 0; i < _history.Sliding.Count; i++)
        {
            _history.Masks[_history.Sliding[i]] = SlidingMask(i, _history.Newest.Time);
        }
    }

    /// <summary>The switching functions of the sliding pairs at a state.</summary>
    public void SlidingValues(Vector state, Span<double> values)
    {
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = _path.Read(_history.Sliding[i], state);
        }
    }

    private (double Time, int Index, bool IsHigh) NextExit() =>
        _exits.Next(_windows.Now, _path.EndTime, _events.SignalCut);

    // False where events were not met in their order, and where there is no end of them.
    private bool TryFollow(double start, Vector state)
    {
        _marks.Clear();
        _path.Clear();
        _queue.Clear();
        _events.Begin(SmallestSignal * PairScan.Largest(_history.Newest.Signals));
        _windows.Begin(start);
        _space.Copy(state, End);
        do
        {
            var from = _windows.Now;
            _marks.Begin(from);
            _path.Begin(from, _windows.End);
            _history.Integrate(from, _windows.End, 1, End, End);
            SweepWindow();
        }
        while (!_windows.IsSplit && _looks <= MostLooks && _windows.TryAdvance());
        return !_windows.IsSplit && _looks <= MostLooks;
    }

    private void SweepWindow()
    {
        // Without an event the path has not changed: a pair that the forward pass of all samples puts beyond its kink
        // and that of one sample does not, by a rounding error, would be expected for ever.
        do
        {
            _kinks.Forward(End, _history.Masks, _switching);
            Expect();
        }
        while ((_queue.Count > 0 || NextExit().Index >= 0) && TryDrain() && ++_looks <= MostLooks);
    }

    // False where there was no event, and where the window was split.
    private bool TryDrain()
    {
        var isChanged = false;
        while (!_windows.IsSplit && TryTakeNext(out var isEvent))
        {
            _delays = isEvent ? 0 : _delays;
            isChanged |= isEvent;
        }

        return isChanged && !_windows.IsSplit;
    }

    // The next event that is expected, which may turn out to be none any more; false where none is expected.
    private bool TryTakeNext(out bool isEvent)
    {
        isEvent = true;
        if (_events.TryReturn())
        {
            return true;
        }

        var exit = NextExit();
        if (exit.Index >= 0 && exit.Time <= _queue.EarliestTime)
        {
            Leave(exit);
            return true;
        }

        if (_queue.Count == 0)
        {
            return false;
        }

        isEvent = TryMeet(_queue.TakeEarliest(), exit.Time);
        return true;
    }

    private void Leave((double Time, int Index, bool IsHigh) exit)
    {
        if (!(_windows.IsOverdue(exit.Time) && IsFelt(exit.Index, exit.IsHigh) && _windows.TrySplit()))
        {
            _events.Leave(exit.Index, exit.Time, exit.IsHigh);
        }
    }

    // Where others come first after all, it is expected anew.
    private bool TryMeet((double Time, int Pair, double Rate) guess, double exitTime)
    {
        var (_, pair, rate) = guess;
        if (!_path.TryLocate(pair, guess.Time, rate, out var time))
        {
            return false;
        }

        if (time > Math.Min(_queue.EarliestTime, exitTime) && _delays <= MostDelays * (_queue.Count + 1))
        {
            _delays++;
            _queue.Add(time, pair, rate);
            return false;
        }

        if (!(_windows.IsLate(time) && IsDisplaced(pair, time) && _windows.TrySplit(time)))
        {
            _events.Meet(pair, time, startsBeyond: double.IsNaN(rate));
        }

        return true;
    }

    // Whether the events after a time have moved a switching function there by more than what the path is off.
    private bool IsDisplaced(int pair, double time)
    {
        var displacement = _path.Displacement(pair, time);
        _gradient.Take(pair, _path.Point);
        return displacement > MostDisplacement * Slack * _gradient.Norm;
    }

    // Whether it makes a difference that a pair has gone on sliding since the event that was taken late.
    private bool IsFelt(int index, bool isHigh)
    {
        _path.MoveTo(_windows.Now);
        _gradient.Take(_history.Sliding[index], _path.Point);
        var excess = _exits.Excess(index, isHigh, _windows.Now);
        return excess * _windows.Delay * _gradient.Norm > MostDisplacement * Slack;
    }

    // Every pair that is on the wrong side at the end of the path.
    private void Expect()
    {
        _path.Tolerance = Resolution * PairScan.Largest(_switching);
        for (var pair = 0; (pair = PairScan.NextBelow(_marks.Sides, _switching, -_path.Tolerance, pair)) >= 0; pair++)
        {
            Expect(pair);
        }
    }

    private void Expect(int pair)
    {
        var value = (_marks.Sides[pair] * _switching[pair]) + _marks.Offset(pair);
        if (value < -_path.Tolerance && _marks.Visits(pair) <= KinkEvents.MostVisits && IsBeyond(pair, value))
        {
            var (time, rate) = _path.Guess(pair, value);
            _queue.Add(time, pair, rate);
        }
    }

    // Where c is above 0 the kink attracts: a pair that is beyond it by no more than the path is off may as well rest
    // on it, and its mask changes that much too late. Where c is below 0 it repels, and being late grows.
    private bool IsBeyond(int pair, double value)
    {
        if (_history.Newest.Signals[pair] <= 0)
        {
            return true;
        }

        _gradient.Take(pair, End);
        return value < -Slack * _gradient.Norm;
    }
}
