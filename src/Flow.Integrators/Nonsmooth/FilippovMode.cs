using Flow.Integrators.Problems;
using Flow.Integrators.Spaces;

namespace Flow.Integrators.Nonsmooth;

/// <summary>The masks and the sliding set of an event-driven run, the smooth field that they stand for, and the rules
/// by which they change at an event.</summary>
internal sealed class FilippovMode
{
    private const double Slack = 1e-9;
    private const double Coupling = 1e-10;
    private const int MostCoupled = 8;
    private const int MostChanges = 40;
    private const double SmallestSignal = 1e-10;
    private const double AtKink = 1e-11;

    private readonly IKinkedField _kinks;
    private readonly KinkWork _work;
    private readonly double[] _low;
    private readonly double[] _gradient;
    private readonly double[] _savedMasks;
    private readonly List<int> _met = [];
    private readonly List<(int Pair, double Side)> _touched = [];
    private readonly HashSet<int> _samples = [];
    private readonly double[] _row;
    private int[] _savedPairs = [];
    private double[] _values = new double[16];
    private int _savedCount;

    public FilippovMode(OdeProblem problem)
    {
        (_kinks, _work) = (problem.Kinks!, problem.KinkWork);
        Masks = new double[_kinks.Samples * _kinks.Units];
        (Sides, _savedMasks) = (new double[Masks.Length], new double[Masks.Length]);
        Sliding = new SlidingSet(Masks.Length);
        (_gradient, _row) = (new double[_kinks.GradientLength], new double[_kinks.Units]);
        _low = [.. Enumerable.Range(0, _kinks.Units).Select(_kinks.SmallestMask)];
    }

    public double[] Masks { get; }

    public double[] Sides { get; }

    public SlidingSet Sliding { get; }

    public double Low(int pair) => _low[pair % _kinks.Units];

    public void Restart()
    {
        for (var pair = 0; pair < Masks.Length; pair++)
        {
            SetSide(pair);
        }
    }

    /// <summary>Remembers the masks that the field at a node was evaluated with, and who slides; the present masks
    /// follow from them.</summary>
    public void Save(KinkNode node)
    {
        node.Masks.CopyTo(_savedMasks, 0);
        _savedCount = Sliding.Count;
        if (_savedPairs.Length < _savedCount)
        {
            _savedPairs = new int[2 * _savedCount];
        }

        Sliding.Pairs.CopyTo(_savedPairs);
    }

    /// <summary>Back to what was saved, with the same bits in the field of the node, whose state is in place.</summary>
    public void Restore(KinkNode node) => Return(node, _savedMasks, _savedPairs.AsSpan(0, _savedCount));

    /// <summary>Takes masks that a field was evaluated with, and who slides, and evaluates it with them once more.
    /// </summary>
    public void Return(KinkNode node, ReadOnlySpan<double> masks, ReadOnlySpan<int> pairs)
    {
        masks.CopyTo(Masks);
        Sliding.Assign(pairs);
        Restart();
        node.Evaluate(Masks);
        TakeMasks(node);
    }

    /// <summary>Evaluates the field of this mode; with sliding pairs of one sample in several layers again, until their
    /// masks agree.</summary>
    public void Evaluate(KinkNode node)
    {
        for (var k = 0; k < MostCoupled; k++)
        {
            node.Evaluate(Masks);
            if (TakeMasks(node) <= Coupling || !IsCoupled())
            {
                return;
            }
        }
    }

    /// <summary>The mask with which a pair slides at a node; the nearest one where there is no kink.</summary>
    public double Mask(KinkNode node, int index)
    {
        var signal = node.Signals[Sliding[index]];
        return signal > Cut(node) ? node.Weight(index) / signal : Masks[Sliding[index]];
    }

    /// <summary>c times the room that a sliding mask has left, below 0 outside of its interval.</summary>
    public double Room(KinkNode node, int index)
    {
        var (weight, signal) = (node.Weight(index), node.Signals[Sliding[index]]);
        return Math.Min(signal - weight, weight - (Low(Sliding[index]) * signal));
    }

    /// <summary>Moves a state back onto the kinks of the sliding pairs.</summary>
    public void Project(KinkNode node, Vector state)
    {
        GrowingRow.Reserve(ref _values, Sliding.Count);
        var values = _values.AsSpan(0, Sliding.Count);
        for (var i = 0; i < values.Length; i++)
        {
            var (sample, unit) = (Sliding[i] / _kinks.Units, Sliding[i] % _kinks.Units);
            _kinks.ForwardSample(sample, state, Masks.AsSpan(sample * _kinks.Units, _kinks.Units), _row);
            values[i] = _row[unit];
        }

        node.Project(values, state);
    }

    /// <summary>A pair reaches its kink at the state of a node.</summary>
    public void Meet(KinkNode node, int pair)
    {
        Touch(pair);
        Masks[pair] = Sides[pair] > 0 ? Low(pair) : 1;
        SetSide(pair);
        Evaluate(node);
        FindMet(node);
        _met.Add(pair);
        Settle(node);
        Count();
    }

    /// <summary>A sliding pair reaches an end of its interval at the state of a node.</summary>
    public void Leave(KinkNode node, int index)
    {
        FindMet(node);
        Release(node, index);
        Settle(node);
        Count();
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

        _touched.Add((pair, Sides[pair]));
    }

    // What the event has come to for each pair: several reach their kinks at one time, and then one may be let slide
    // and be released again.
    private void Count()
    {
        foreach (var (pair, side) in _touched)
        {
            _work.SlidesEntered += side != 0 && Sides[pair] == 0 ? 1 : 0;
            _work.SlidesLeft += side == 0 && Sides[pair] != 0 ? 1 : 0;
            _work.Crossings += side * Sides[pair] < 0 ? 1 : 0;
        }

        _touched.Clear();
    }

    // Pairs that are on their kinks at this very time.
    private void FindMet(KinkNode node)
    {
        _met.Clear();
        var distance = AtKink * PairScan.Largest(node.Switching);
        for (var pair = 0; pair < Masks.Length; pair++)
        {
            if (Math.Abs(node.Switching[pair]) <= distance && !Sliding.Contains(pair))
            {
                _met.Add(pair);
            }
        }
    }

    private int Worst(KinkNode node)
    {
        var (worst, most) = (-1, 0.0);
        for (var i = 0; i < Sliding.Count; i++)
        {
            var room = Room(node, i);
            var signal = node.Signals[Sliding[i]];
            if (room < -Slack * Math.Max(signal, Cut(node)) && room < most)
            {
                (worst, most) = (i, room);
            }
        }

        return worst;
    }

    private bool TryEnter(KinkNode node)
    {
        foreach (var pair in _met)
        {
            if (!Sliding.Contains(pair) && node.Signals[pair] > Cut(node) && Rate(node, pair) * Sides[pair] < 0)
            {
                Touch(pair);
                Sliding.Add(pair);
                SetSide(pair);
                Evaluate(node);
                return true;
            }
        }

        return false;
    }

    private void Release(KinkNode node, int index)
    {
        var pair = Sliding[index];
        var (weight, signal) = (node.Weight(index), node.Signals[pair]);
        var isHigh = signal - weight < weight - (Low(pair) * signal);
        Touch(pair);
        Masks[pair] = isHigh ? 1 : Low(pair);
        Sliding.RemoveAt(index);
        SetSide(pair);
        _met.Add(pair);
        Evaluate(node);
    }

    // How fast z moves; rates that are rounding errors of a pair that just rests count as none.
    private double Rate(KinkNode node, int pair)
    {
        var (sample, unit) = (pair / _kinks.Units, pair % _kinks.Units);
        var row = Masks.AsSpan(sample * _kinks.Units, _kinks.Units);
        _kinks.SwitchingGradient(sample, unit, node.State, row, _gradient);
        var rate = _kinks.Along(_gradient, node.State, node.Field);
        var jump = node.Signals[pair] * _kinks.Inner(_gradient, _gradient);
        return Math.Abs(rate) <= Slack * jump ? 0 : rate;
    }

    private double TakeMasks(KinkNode node)
    {
        var change = 0.0;
        for (var i = 0; i < Sliding.Count; i++)
        {
            var mask = Mask(node, i);
            change = Math.Max(change, Math.Abs(mask - Masks[Sliding[i]]));
            Masks[Sliding[i]] = mask;
        }

        return change;
    }

    private bool IsCoupled()
    {
        _samples.Clear();
        foreach (var pair in Sliding.Pairs)
        {
            if (!_samples.Add(pair / _kinks.Units))
            {
                return true;
            }
        }

        return false;
    }

    private static double Cut(KinkNode node) => SmallestSignal * PairScan.Largest(node.Signals);

    private void SetSide(int pair) =>
        Sides[pair] = Sliding.Contains(pair) ? 0 : Masks[pair] == Low(pair) ? -1 : 1;
}
