using Flow.Integrators.Problems;
using Flow.Integrators.Spaces;

namespace Flow.Integrators.Nonsmooth;

/// <summary>Follows the path of a step, y(s) = y1 - int_s^t1 F with F the polynomial of the history, through its kinks:
/// crossings, entries into sliding and exits, in order of time; every one changes F from its time on, and y1.
/// </summary>
/// <remarks>A pair that reaches its kink gets the other mask; where the path would then turn back and c is above 0, it
/// slides. A sliding pair whose mask reaches an end of its interval is released; where the path would then turn back,
/// it goes on sliding to the end of the step. Both look at the slope of the path itself, so that what was decided is
/// what the path does and nothing has to be held by force. Samples do not couple, so an event that is found a little
/// too late changes y1 as if it had been found in time, to second order.</remarks>
internal sealed class KinkSweep
{
    // Relative to the largest switching function, and to the largest signal.
    private const double Resolution = 1e-13;
    private const double SmallestSignal = 1e-10;
    private const int MostVisits = 3;
    private const double MostDrift = 1000;

    // A pair that loses its signal while it slides: in units of what counts as none.
    private const double LostSignal = 10;

    private readonly IKinkedField _kinks;
    private readonly PatchedHistory _history;
    private readonly KinkWork _work;
    private readonly CrossingQueue _queue = new();
    private readonly PathReader _path;
    private readonly PairMarks _marks;
    private readonly SlidingExits _exits;
    private readonly SlidingSpan _span;
    private readonly ForkWatch _forks;
    private readonly Vector _slope;
    private readonly double[] _switching;
    private readonly double[] _gradient;
    private readonly double[] _low;
    private double _signalCut;
    private double _now;

    public KinkSweep(OdeProblem problem, PatchedHistory history)
    {
        (_kinks, _history, _work) = (problem.Kinks!, history, problem.KinkWork);
        _slope = problem.Space.Allocate();
        (_switching, _gradient) = (new double[history.Masks.Length], new double[_kinks.GradientLength]);
        _low = [.. Enumerable.Range(0, _kinks.Units).Select(_kinks.SmallestMask)];
        _marks = new PairMarks(history.Masks.Length);
        _exits = new SlidingExits(history, _marks, _low);
        _path = new PathReader(problem, history, _marks);
        _span = new SlidingSpan(problem, history.Sliding, history.Masks);
        _forks = new ForkWatch(history, _span);
    }

    /// <summary>The predicted end of the path.</summary>
    public Vector End => _path.End;

    /// <summary>How far the end of the path may be from the solution, in the norm of the state.</summary>
    public double Slack { get; set; }

    /// <summary>By how much the path was moved onto kinks.</summary>
    public Vector Shifts => _path.Shifts;

    /// <summary>Takes the sides of all pairs from the masks.</summary>
    public void Restart()
    {
        for (var pair = 0; pair < _history.Masks.Length; pair++)
        {
            SetSide(pair);
        }
    }

    /// <summary>Predicts the end of a step with every kink on the way.</summary>
    public void Run(double start, Vector state, double end)
    {
        _marks.Clear(start);
        _path.Bind(start, state, end);
        _history.Integrate(start, end, 1, state, End);
        (_signalCut, _now) = (SmallestSignal * PairScan.Largest(_history.Newest.Signals), start);
        while (true)
        {
            _kinks.Forward(End, _history.Masks, _switching);
            Expect();

            // Without an event the path has not changed: a pair that the forward pass of all samples puts beyond its
            // kink and that of one sample does not, by a rounding error, would be expected for ever.
            if ((_queue.Count == 0 && NextExit().Index < 0) || !TryDrain())
            {
                return;
            }
        }
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

    private (double Time, int Index, bool IsHigh) NextExit() => _exits.Next(_now, _path.EndTime, _signalCut);

    // False where there was no event.
    private bool TryDrain()
    {
        for (var isChanged = false; ;)
        {
            var exit = NextExit();
            if (exit.Index >= 0 && exit.Time <= _queue.EarliestTime)
            {
                Leave(exit.Index, exit.Time, exit.IsHigh);
                isChanged = true;
            }
            else if (_queue.Count > 0)
            {
                var (guess, pair, rate) = _queue.TakeEarliest();
                if (_path.TryLocate(pair, guess, rate, out var time))
                {
                    Meet(pair, time, startsBeyond: double.IsNaN(rate));
                    isChanged = true;
                }
            }
            else
            {
                return isChanged;
            }
        }
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
        if (value < -_path.Tolerance && _marks.Visits(pair) <= MostVisits && IsBeyond(pair, value))
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

        TakeGradient(pair, End);
        return value < -Slack * GradientNorm();
    }

    private void Meet(int pair, double time, bool startsBeyond)
    {
        _path.MoveTo(time);
        // What a correction left a little beyond the kink is let alone where it returns by itself, unless an event on
        // the way turns it round.
        if (startsBeyond && PathRate(pair, time) * _marks.Sides[pair] >= 0)
        {
            _marks.Touch(pair, time, 2 * Math.Abs(_path.ValueHere(pair)));
        }
        else if (_span.MayHold(pair) && MayRest(pair) && _span.Holds(_history.Newest, pair))
        {
            _marks.Rest(pair);
        }
        else
        {
            Cross(pair, time);
        }
    }

    private void Cross(int pair, double time)
    {
        var side = _marks.Sides[pair];
        _history.Flip(pair, side > 0 ? _low[pair % _kinks.Units] : 1, time);
        var isKink = _history.SignalAt(pair, time) > _signalCut;
        var isTrapped = _marks.Visit(pair) > MostVisits;
        if (isKink && (isTrapped || PathRate(pair, time) * side >= 0))
        {
            _history.Enter(pair, time);
            _work.SlidesEntered++;
            _marks.Hold(pair, isTrapped);
        }
        else
        {
            _work.Crossings++;
        }

        Settle(pair, time);
    }

    // Whether a pair ends the step where it may have stayed: at its kink but for many times what the path is off.
    private bool MayRest(int pair)
    {
        TakeGradient(pair, End);
        return Math.Abs(_path.Read(pair, End)) <= (MostDrift * Slack * GradientNorm()) + _path.RootTolerance;
    }

    private void Leave(int index, double time, bool isHigh)
    {
        _path.MoveTo(time);
        var pair = _history.Sliding[index];
        var (low, direction) = (_low[pair % _kinks.Units], isHigh ? 1 : -1);
        var distance = _path.ValueHere(pair);
        // Through 0 to where the kink repels; a signal that an event behind this layer has ended is 0 from then on.
        var isLost = _history.SignalAt(pair, time) <= LostSignal * _signalCut
            && _history.SignalAt(pair, _path.EndTime) < -_signalCut;
        _work.Forks += isLost ? 1 : 0;
        _history.Leave(index, isHigh ? 1 : low, time);
        _marks.EndRests();
        var rate = PathRate(pair, time) * direction;
        var isLeaving = rate * (_path.EndTime - time) >= -Slack * GradientNorm();
        PutBack(distance);
        if (isLeaving)
        {
            _work.SlidesLeft++;
        }
        else if (_history.SignalAt(pair, time) > _signalCut)
        {
            _history.Enter(pair, time);
            _marks.Hold(pair, true);
        }
        else
        {
            // No kink is left to slide on.
            _history.Flip(pair, isHigh ? low : 1, time);
            _work.SlidesLeft++;
        }

        Settle(pair, time);
    }

    // Off its kink by what the polynomials lose against the curved surface: put back before it goes, unless no weight
    // moves it, as behind a layer of dead units.
    private void PutBack(double distance)
    {
        var square = _kinks.Inner(_gradient, _gradient);
        if (square > 0)
        {
            _path.Shift(-distance / square, _gradient);
        }
    }

    private void Settle(int pair, double time)
    {
        _history.Integrate(time, _path.EndTime, 1, _path.Point, End);
        SetSide(pair);
        _marks.Touch(pair, time, 2 * _path.RootTolerance);
        _now = Math.Max(_now, time);
    }

    private double PathRate(int pair, double time)
    {
        TakeGradient(pair, _path.Point);
        _history.SlopeAt(time, _slope);
        return _kinks.Along(_gradient, _path.Point, _slope);
    }

    private void TakeGradient(int pair, Vector state)
    {
        var (sample, unit) = (pair / _kinks.Units, pair % _kinks.Units);
        var row = _history.Masks.AsSpan(sample * _kinks.Units, _kinks.Units);
        _kinks.SwitchingGradient(sample, unit, state, row, _gradient);
    }

    private double GradientNorm() => Math.Sqrt(_kinks.Inner(_gradient, _gradient));

    private void SetSide(int pair) => _marks.Sides[pair] = _history.Sliding.Contains(pair) ? 0
        : _history.Masks[pair] == _low[pair % _kinks.Units] ? -1 : 1;
}
