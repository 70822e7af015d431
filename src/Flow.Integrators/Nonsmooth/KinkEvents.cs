using Flow.Integrators.Problems;
using Flow.Integrators.Spaces;

namespace Flow.Integrators.Nonsmooth;

/// <summary>What becomes of a pair at its kink, and of the path of the step with it.</summary>
/// <remarks>A pair that reaches its kink gets the other mask; where the path would then turn back and c is above 0, it
/// slides. A sliding pair whose mask reaches an end of its interval is released; where the path would then turn back,
/// it goes on sliding to the end of the step. Both look at the slope of the path itself, so that what was decided is
/// what the path does and nothing has to be held by force.</remarks>
internal sealed class KinkEvents(
    OdeProblem problem,
    PatchedHistory history,
    PathReader path,
    PairMarks marks,
    SweepWindows windows,
    SlidingSpan span,
    PairGradient gradient,
    double[] low)
{
    /// <summary>How often a pair is met in a step before it is made to slide.</summary>
    public const int MostVisits = 3;

    private const double MostDrift = 1000;

    // A pair that loses its signal while it slides: in units of what counts as none, and of what it will have.
    private const double LostSignal = 10;
    private const double LostShare = 1e-4;

    // Repelling kinks with less, in units of what counts as none, may as well be none.
    private const double FeltSignal = 1e6;

    // Events of one time, relative to what is left of the step.
    private const double SameTime = 1e-9;

    private readonly IKinkedField _kinks = problem.Kinks!;
    private readonly KinkWork _work = problem.KinkWork;
    private readonly Awakening _awakening = new(problem, history, path, gradient);
    private readonly PairGradient _other = new(problem, history.Masks);
    private readonly Vector _slope = problem.Space.Allocate();
    private readonly List<int> _here = [];
    private readonly List<(int Pair, double Time)> _events = [];
    private double _time = double.NaN;
    private int _checked;

    /// <summary>How far the end of the path may be from the solution, in the norm of the state.</summary>
    public double Slack { get; set; }

    /// <summary>The signal below which there is no kink.</summary>
    public double SignalCut { get; private set; }

    /// <summary>Begins a sweep.</summary>
    /// <param name="signalCut">The signal below which there is no kink.</param>
    public void Begin(double signalCut)
    {
        SignalCut = signalCut;
        _here.Clear();
        _events.Clear();
    }

    /// <summary>A pair is at its kink at a time, or beyond it since the window began.</summary>
    public void Meet(int pair, double time, bool startsBeyond)
    {
        path.MoveTo(time);
        // What a correction left a little beyond the kink is let alone where it returns by itself, unless an event on
        // the way turns it round.
        if (startsBeyond && PathRate(pair, time) * marks.Sides[pair] >= 0)
        {
            marks.Touch(pair, time, 2 * Math.Max(Math.Abs(path.ValueHere(pair)), path.RootTolerance));
        }
        else if (span.MayHold(pair) && MayRest(pair) && span.Holds(history.Newest, pair))
        {
            marks.Rest(pair);
        }
        else
        {
            Cross(pair, time);
        }
    }

    /// <summary>The mask of a sliding pair reaches an end of its interval.</summary>
    public void Leave(int index, double time, bool isHigh)
    {
        path.MoveTo(time);
        var pair = history.Sliding[index];
        var (least, direction) = (low[pair % _kinks.Units], isHigh ? 1 : -1);
        var distance = path.ValueHere(pair);
        _work.Forks += IsLost(index, time, least) ? 1 : 0;
        history.Leave(index, isHigh ? 1 : least, time);
        marks.EndRests();
        var rate = PathRate(pair, time) * direction;
        var isLeaving = Leaves(rate, time);
        PutBack(distance);
        if (isLeaving)
        {
            _work.SlidesLeft++;
        }
        else if (history.SignalAt(pair, time) > SignalCut)
        {
            history.Enter(pair, time);
            marks.Hold(pair, true);
        }
        else
        {
            // No kink is left to slide on.
            history.Flip(pair, isHigh ? least : 1, time);
            _work.SlidesLeft++;
        }

        Settle(pair, time);
    }

    /// <summary>Takes a pair back to its kink that was met at the time of the last event, and that what was met there
    /// since has turned back; false where there is none.</summary>
    /// <remarks>So the pairs that slide on from one time are found by single pivots in the complementarity problem
    /// there, in the manner of Murty, Note on a Bard-type scheme for solving the complementarity problem, 1974.
    /// </remarks>
    public bool TryReturn()
    {
        for (; _checked < _here.Count - 1; _checked++)
        {
            var pair = _here[_checked];
            if (marks.Sides[pair] != 0 && marks.Visits(pair) <= MostVisits)
            {
                path.MoveTo(_time);
                if (!Leaves(PathRate(pair, _time) * marks.Sides[pair], _time))
                {
                    Cross(pair, _time);
                    return true;
                }
            }
        }

        return false;
    }

    /// <summary>Takes the side of a pair from its mask.</summary>
    public void SetSide(int pair) => marks.Sides[pair] = history.Sliding.Contains(pair) ? 0
        : history.Masks[pair] == low[pair % _kinks.Units] ? -1 : 1;

    private void Cross(int pair, double time)
    {
        var side = marks.Sides[pair];
        if (side < 0)
        {
            _awakening.Find(pair);
        }

        history.Flip(pair, side > 0 ? low[pair % _kinks.Units] : 1, time);
        if (side < 0)
        {
            Wake(pair, time);
        }

        var isKink = history.SignalAt(pair, time) > SignalCut;
        var isTrapped = marks.Visit(pair) > MostVisits;
        if (isKink && (isTrapped || PathRate(pair, time) * side >= 0))
        {
            history.Enter(pair, time);
            _work.SlidesEntered++;
            marks.Hold(pair, isTrapped);
        }
        else
        {
            _work.Crossings++;
        }

        Settle(pair, time);
    }

    private void Wake(int pair, double time)
    {
        for (int other; (other = _awakening.Next(pair, marks.Sides, out var isHigh)) >= 0;)
        {
            var mask = isHigh ? 1 : low[other % _kinks.Units];
            if (history.Sliding.Contains(other))
            {
                history.Leave(history.Sliding.IndexOf(other), mask, time);
                _work.SlidesLeft++;
            }
            else
            {
                history.Flip(other, mask, time);
                _work.Crossings++;
            }

            SetSide(other);
            marks.Touch(other, time, 2 * path.RootTolerance);
        }
    }

    // Whether the kink of a sliding pair repels from now on, to either side: its signal goes through 0, or has jumped
    // while the mask with which it would rest is within its interval.
    private bool IsLost(int index, double time, double least)
    {
        var pair = history.Sliding[index];
        var (signal, last) = (history.SignalAt(pair, time), history.SignalAt(pair, windows.StepEnd));
        var small = Math.Max(LostSignal * SignalCut, LostShare * -last);
        if (!(last < -SignalCut) || signal > small)
        {
            return false;
        }

        var mask = history.WeightAt(index, time) / signal;
        return signal >= -small || (mask >= least && mask <= 1);
    }

    // Whether a pair ends the step where it may have stayed: at its kink but for many times what the path is off.
    private bool MayRest(int pair)
    {
        gradient.Take(pair, path.End);
        return Math.Abs(path.Read(pair, path.End)) <= (MostDrift * Slack * gradient.Norm) + path.RootTolerance;
    }

    // Whether a pair goes away from its kink with a rate, or comes back by no more than what the path is off.
    private bool Leaves(double rate, double time) => rate * (windows.StepEnd - time) >= -Slack * gradient.Norm;

    // Off its kink by what the polynomials lose against the curved surface: put back before it goes, unless no weight
    // moves it, as behind a layer of dead units.
    private void PutBack(double distance)
    {
        if (gradient.Square is > 0 and var square)
        {
            path.Shift(-distance / square, gradient.Values);
        }
    }

    private void Settle(int pair, double time)
    {
        history.Integrate(time, path.EndTime, 1, path.Point, path.End);
        SetSide(pair);
        marks.Touch(pair, time, 2 * path.RootTolerance);
        windows.Take(time);
        if (time != _time)
        {
            _time = time;
            _here.Clear();
        }

        _here.Remove(pair);
        _here.Add(pair);
        _checked = 0;
        WatchForks(pair, time);
    }

    // Where the weights of a unit go through 0 it is at its kinks with several samples at once; where one of the kinks
    // repels, it may go on in more than one way.
    private void WatchForks(int pair, double time)
    {
        foreach (var (other, when) in _events)
        {
            if (other != pair && other % _kinks.Units == pair % _kinks.Units
                && Math.Abs(when - time) <= SameTime * (windows.StepEnd - time)
                && Math.Max(history.SignalAt(pair, time), history.SignalAt(other, time)) < -FeltSignal * SignalCut
                && !IsOneKink(pair, other))
            {
                _work.Forks++;
                break;
            }
        }

        _events.Add((pair, time));
    }

    private bool IsOneKink(int pair, int other)
    {
        gradient.Take(pair, path.Point);
        _other.Take(other, path.Point);
        return gradient.IsParallel(_other);
    }

    private double PathRate(int pair, double time)
    {
        gradient.Take(pair, path.Point);
        history.SlopeAt(time, _slope);
        return gradient.Along(path.Point, _slope);
    }
}
