using Flow.Integrators.Problems;

namespace Flow.Integrators.Nonsmooth;

/// <summary>The rules by which masks and sliding set of an event-driven run change where pairs reach their kinks or
/// leave them.</summary>
internal sealed class FilippovEvents
{
    private const double Slack = 1e-9;
    private const double AtKink = 1e-11;
    private const int MostChanges = 40;

    // A pair that loses its signal while it slides: in units of what counts as none.
    private const double LostSignal = 10;

    // Repelling kinks with less, in units of what counts as none, may as well be none.
    private const double FeltSignal = 1e6;

    private readonly IKinkedField _kinks;
    private readonly KinkWork _work;
    private readonly FilippovMode _mode;
    private readonly PairGradient _one;
    private readonly PairGradient _other;
    private readonly List<int> _met = [];
    private readonly List<int> _turned = [];
    private readonly List<(int Pair, double Side)> _touched = [];

    public FilippovEvents(OdeProblem problem, FilippovMode mode)
    {
        (_kinks, _work, _mode) = (problem.Kinks!, problem.KinkWork, mode);
        (_one, _other) = (new PairGradient(problem, mode.Masks), new PairGradient(problem, mode.Masks));
    }

    /// <summary>A pair reaches its kink at the state of a node, and others may reach theirs with it.</summary>
    public void Meet(KinkNode node, int pair)
    {
        FindMet(node);
        _met.Remove(pair);
        _met.Insert(0, pair);
        _work.Forks += MeetsAmbiguously(node, pair) ? 1 : 0;
        if (!TryTurnTogether(node))
        {
            SetTurned(pair);
            _mode.Evaluate(node);
        }

        Settle(node);
        Count();
    }

    /// <summary>A sliding pair reaches an end of its interval at the state of a node.</summary>
    public void Leave(KinkNode node, int index)
    {
        FindMet(node);
        // A signal that an event behind this layer has ended is 0, and no kink repels there.
        var signal = node.Signals[_mode.Sliding[index]];
        var isLost = signal != 0 && signal <= LostSignal * FilippovMode.Cut(node);
        isLost |= MeetsAmbiguously(node, _mode.Sliding[index]);
        Release(node, index);
        Settle(node);
        Count();
        _work.Forks += isLost ? 1 : 0;
    }

    /// <summary>Releases pairs whose mask is outside of its interval, and lets those slide that the field drives back,
    /// until nothing is left to change.</summary>
    private void Settle(KinkNode node)
    {
        for (var k = 0; k < MostChanges; k++)
        {
            var worst = Worst(node);
            if (worst >= 0)
            {
                Release(node, worst);
            }
            else if (!TryEnter(node))
            {
                return;
            }
        }
    }

    // A unit whose weights go through 0 meets its kinks with all samples at once: it is on one side of all or on the
    // other, and what is between the first kink and the last has no extent.
    private bool TryTurnTogether(KinkNode node)
    {
        _turned.Clear();
        foreach (var pair in _met)
        {
            var isSameUnit = pair % _kinks.Units == _met[0] % _kinks.Units;
            if (_turned.Count == 0 || (isSameUnit && IsDriven(node, pair)))
            {
                _turned.Add(pair);
            }
        }

        if (_turned.Count == 1)
        {
            return false;
        }

        TurnAll(node);
        foreach (var pair in _turned)
        {
            if (IsDriven(node, pair))
            {
                TurnAll(node);
                return false;
            }
        }

        return true;
    }

    private void TurnAll(KinkNode node)
    {
        foreach (var pair in _turned)
        {
            SetTurned(pair);
        }

        _mode.Evaluate(node);
    }

    private bool TryEnter(KinkNode node)
    {
        foreach (var pair in _met)
        {
            if (IsDriven(node, pair) && node.Signals[pair] > FilippovMode.Cut(node))
            {
                Touch(pair);
                _mode.Sliding.Add(pair);
                _mode.SetSide(pair);
                _mode.Evaluate(node);
                return true;
            }
        }

        return false;
    }

    private bool IsDriven(KinkNode node, int pair) =>
        !_mode.Sliding.Contains(pair) && Rate(node, pair) * _mode.Sides[pair] < 0;

    private void SetTurned(int pair)
    {
        Touch(pair);
        _mode.Masks[pair] = _mode.Sides[pair] > 0 ? _mode.Low(pair) : 1;
        _mode.SetSide(pair);
    }

    // Remembers on which side a pair was before the event.
    private void Touch(int pair)
    {
        foreach (var entry in _touched)
        {
            if (entry.Pair == pair)
            {
                return;
            }
        }

        _touched.Add((pair, _mode.Sides[pair]));
    }

    // What the event has come to for each pair: several reach their kinks at one time, and then one may be let slide
    // and be released again.
    private void Count()
    {
        foreach (var (pair, side) in _touched)
        {
            _work.SlidesEntered += side != 0 && _mode.Sides[pair] == 0 ? 1 : 0;
            _work.SlidesLeft += side == 0 && _mode.Sides[pair] != 0 ? 1 : 0;
            _work.Crossings += side * _mode.Sides[pair] < 0 ? 1 : 0;
        }

        _touched.Clear();
    }

    /// <summary>Counts an accepted step that has ended where the flow is not unique.</summary>
    public void WatchForks(KinkNode node)
    {
        FindMet(node);
        foreach (var pair in _met)
        {
            if (IsFork(node, pair))
            {
                _work.Forks++;
                return;
            }
        }
    }

    // Whether the weights of a unit go through 0, where it is at its kinks with several samples at once, and one of the
    // kinks repels: the unit may go on in more than one way.
    private bool MeetsAmbiguously(KinkNode node, int pair)
    {
        var felt = -FeltSignal * FilippovMode.Cut(node);
        var (others, repels) = (0, node.Signals[pair] < felt);
        foreach (var other in _met)
        {
            if (other != pair && other % _kinks.Units == pair % _kinks.Units && !IsOneKink(node, pair, other))
            {
                others++;
                repels |= node.Signals[other] < felt;
            }
        }

        return others > 0 && repels;
    }

    private bool IsOneKink(KinkNode node, int pair, int other)
    {
        _one.Take(pair, node.State);
        _other.Take(other, node.State);
        return _one.IsParallel(_other);
    }

    // Whether a pair rests on a kink that repels, because others slide.
    private bool IsFork(KinkNode node, int pair)
    {
        if (_mode.Sliding.Count == 0 || _mode.Sliding.Contains(pair) || node.Signals[pair] >= 0)
        {
            return false;
        }

        var rate = Rate(node, pair);
        var square = _one.Square;
        return square > 0 && Math.Abs(rate) <= Slack * -node.Signals[pair] * square;
    }

    // Pairs that are on their kinks at this very time.
    private void FindMet(KinkNode node)
    {
        _met.Clear();
        var distance = AtKink * PairScan.Largest(node.Switching);
        for (var pair = 0; pair < _mode.Masks.Length; pair++)
        {
            if (Math.Abs(node.Switching[pair]) <= distance && !_mode.Sliding.Contains(pair))
            {
                _met.Add(pair);
            }
        }
    }

    private int Worst(KinkNode node)
    {
        var (worst, most) = (-1, 0.0);
        var cut = _mode.Sliding.Count > 0 ? FilippovMode.Cut(node) : 0;
        for (var i = 0; i < _mode.Sliding.Count; i++)
        {
            var room = _mode.Room(node, i);
            var signal = node.Signals[_mode.Sliding[i]];
            if (room < -Slack * Math.Max(signal, cut) && room < most)
            {
                (worst, most) = (i, room);
            }
        }

        return worst;
    }

    private void Release(KinkNode node, int index)
    {
        var pair = _mode.Sliding[index];
        var (weight, signal) = (node.Weight(index), node.Signals[pair]);
        var isHigh = signal - weight < weight - (_mode.Low(pair) * signal);
        Touch(pair);
        _mode.Masks[pair] = isHigh ? 1 : _mode.Low(pair);
        _mode.Sliding.RemoveAt(index);
        _mode.SetSide(pair);
        _mode.Evaluate(node);
        if (!_met.Contains(pair))
        {
            _met.Add(pair);
        }
    }

    // How fast z moves; rates that are rounding errors of a pair that just rests count as none.
    private double Rate(KinkNode node, int pair)
    {
        _one.Take(pair, node.State);
        var rate = _one.Along(node.State, node.Field);
        var jump = node.Signals[pair] * _one.Square;
        return Math.Abs(rate) <= Slack * jump ? 0 : rate;
    }
}
