using Flow.Integrators.Problems;
using Flow.Integrators.Spaces;

namespace Flow.Integrators.Nonsmooth;

/// <summary>The masks and the sliding set of an event-driven run, and the smooth field that they stand for.</summary>
internal sealed class FilippovMode
{
    private const double Coupling = 1e-10;
    private const int MostCoupled = 8;
    private const double SmallestSignal = 1e-10;

    private readonly IKinkedField _kinks;
    private readonly double[] _low;
    private readonly double[] _savedMasks;
    private readonly HashSet<int> _samples = [];
    private readonly double[] _row;
    private int[] _savedPairs = [];
    private double[] _values = new double[16];
    private int _savedCount;

    public FilippovMode(OdeProblem problem)
    {
        _kinks = problem.Kinks!;
        Masks = new double[_kinks.Samples * _kinks.Units];
        (Sides, _savedMasks) = (new double[Masks.Length], new double[Masks.Length]);
        Sliding = new SlidingSet(Masks.Length);
        _row = new double[_kinks.Units];
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

    private double TakeMasks(KinkNode node)
    {
        var change = 0.0;
        var cut = Sliding.Count > 0 ? Cut(node) : 0;
        for (var i = 0; i < Sliding.Count; i++)
        {
            // The nearest mask where there is no kink.
            var signal = node.Signals[Sliding[i]];
            var mask = signal > cut ? node.Weight(i) / signal : Masks[Sliding[i]];
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

    /// <summary>The signal below which there is no kink.</summary>
    public static double Cut(KinkNode node) => SmallestSignal * PairScan.Largest(node.Signals);

    /// <summary>Takes the side of a pair from its mask.</summary>
    public void SetSide(int pair) =>
        Sides[pair] = Sliding.Contains(pair) ? 0 : Masks[pair] == Low(pair) ? -1 : 1;
}
