using Flow.Integrators.Problems;
using Flow.Integrators.Spaces;

namespace Flow.Integrators.Nonsmooth;

/// <summary>The last nodes of a run, the newest first, all under the present masks and with the present sliding set,
/// and the polynomial through their fields.</summary>
/// <remarks>A change of a mask is made at every node, so the polynomial stays that of one smooth field; what a rejected
/// step has changed can be taken back.</remarks>
internal sealed class PatchedHistory
{
    private readonly OdeProblem _problem;
    private readonly IKinkedField _kinks;
    private readonly KinkNode[] _nodes;
    private readonly Vector[] _fields;
    private readonly double[] _times;
    private readonly double[] _weights;
    private readonly RowJournal _journal;
    private readonly DeflatedPath _deflated;
    private int[] _savedPairs = [];
    private int _savedCount;

    public PatchedHistory(OdeProblem problem, int capacity, SlidingSpectrum spectrum)
    {
        (_problem, _kinks, Capacity) = (problem, problem.Kinks!, capacity);
        var pairs = _kinks.Samples * _kinks.Units;
        Sliding = new SlidingSet(pairs);
        Masks = new double[pairs];
        _nodes = [.. Enumerable.Range(0, capacity + 1).Select(_ => new KinkNode(problem, Sliding))];
        var terms = capacity + SlidingSpectrum.Most;
        (_fields, _times, _weights) = (new Vector[terms], new double[capacity], new double[terms]);
        _deflated = new DeflatedPath(problem.Space, capacity, spectrum);
        _journal = new RowJournal(_kinks.Units, pairs / _kinks.Units);
    }

    public int Capacity { get; }

    public int Count { get; private set; }

    public SlidingSet Sliding { get; }

    /// <summary>The masks of all pairs; those of the sliding ones are what they were last evaluated with.</summary>
    public double[] Masks { get; }

    public KinkNode Newest => _nodes[0];

    /// <summary>The buffers of the node to come.</summary>
    public KinkNode Next => _nodes[Count];

    public ReadOnlySpan<Vector> Fields => _fields.AsSpan(0, Count);

    public ReadOnlySpan<double> Times => _times.AsSpan(0, Count);

    public KinkNode this[int index] => _nodes[index];

    /// <summary>Goes on with the first nodes, which the caller has written.</summary>
    public void Restart(int count)
    {
        Count = count;
        Bind();
    }

    /// <summary>Makes the next node the newest one.</summary>
    public void Push()
    {
        var next = _nodes[Count];
        for (var j = Count; j > 0; j--)
        {
            _nodes[j] = _nodes[j - 1];
        }

        _nodes[0] = next;
        Count = Math.Min(Count + 1, Capacity);
        Bind();
    }

    /// <summary>destination = origin + factor times what the path of the step changes from one time to another.
    /// </summary>
    public void Integrate(double from, double to, double factor, Vector origin, Vector destination)
    {
        var weights = Bind(_deflated.Directions);
        NodePolynomial.Integral(Times, from, to, weights[..Count]);
        for (var i = Count; i < weights.Length; i++)
        {
            weights[i] = _deflated.Offset(i - Count, Times, to) - _deflated.Offset(i - Count, Times, from);
        }

        _problem.Space.LinearCombination(
            destination, 1, origin, factor, weights, _fields.AsSpan(0, weights.Length));
    }

    /// <summary>destination = y' on the path of the step at a time.</summary>
    public void SlopeAt(double time, Vector destination)
    {
        var weights = Bind(_deflated.Directions);
        NodePolynomial.At(Times, time, weights[..Count]);
        for (var i = Count; i < weights.Length; i++)
        {
            weights[i] = _deflated.Slope(i - Count, Times, time);
        }

        _problem.Space.LinearCombination(
            destination, weights[0], _fields[0], 1, weights[1..], _fields.AsSpan(1, weights.Length - 1));
    }

    /// <summary>Adds to an integral from a time on what the later changes of the fields have brought into it.</summary>
    public void AddLater(double time, Vector target)
    {
        for (var j = 0; j < Count; j++)
        {
            _nodes[j].AddLater(time, Times, j, target);
        }
    }

    /// <summary>The signal c of a pair, extrapolated.</summary>
    public double SignalAt(int pair, double time) =>
        Extrapolate(time, pair, static (node, place) => node.Signals[place]);

    /// <summary>c times the mask with which a sliding pair rests, extrapolated.</summary>
    public double WeightAt(int index, double time) =>
        Extrapolate(time, index, static (node, place) => node.Weight(place));

    /// <summary>Begins a step from a state.</summary>
    public void BeginStep(double time, Vector state)
    {
        _deflated.Begin(this, time, state);
        _journal.Clear();
        _savedCount = Sliding.Count;
        if (_savedPairs.Length < _savedCount)
        {
            _savedPairs = new int[2 * _savedCount];
        }

        Sliding.Pairs.CopyTo(_savedPairs);
        for (var j = 0; j < Count; j++)
        {
            _nodes[j].BeginStep();
        }
    }

    /// <summary>Takes back what happened since the beginning of the step.</summary>
    public void Restore()
    {
        while (_journal.TryPop(out var sample, out var row))
        {
            var offset = sample * _kinks.Units;
            for (var j = 0; j < Count; j++)
            {
                Take(ref row, _nodes[j].Masks.AsSpan(offset, _kinks.Units));
                Take(ref row, _nodes[j].Signals.AsSpan(offset, _kinks.Units));
            }

            Take(ref row, Masks.AsSpan(offset, _kinks.Units));
        }

        Sliding.Assign(_savedPairs.AsSpan(0, _savedCount));
        for (var j = 0; j < Count; j++)
        {
            _nodes[j].Restore();
        }
    }

    /// <summary>Gives a pair that does not slide a mask at every node, from a time on.</summary>
    public void Flip(int pair, double mask, double time)
    {
        Record(pair / _kinks.Units);
        Masks[pair] = mask;
        for (var j = 0; j < Count; j++)
        {
            _nodes[j].Patch(pair, mask, time);
            _nodes[j].Solve(time);
        }

        _deflated.Turn(this, time);
    }

    /// <summary>Lets a pair slide from a time on.</summary>
    public void Enter(int pair, double time)
    {
        Sliding.Add(pair);
        for (var j = 0; j < Count; j++)
        {
            _nodes[j].Enter();
            _nodes[j].Solve(time);
        }

        _deflated.Turn(this, time);
    }

    /// <summary>Ends the sliding of a pair with a mask.</summary>
    public void Leave(int index, double mask, double time)
    {
        var pair = Sliding[index];
        for (var j = 0; j < Count; j++)
        {
            _nodes[j].Leave(index, time);
        }

        Sliding.RemoveAt(index);
        Flip(pair, mask, time);
    }

    private double Extrapolate(double time, int place, Func<KinkNode, int, double> value)
    {
        var weights = _weights.AsSpan(0, Count);
        NodePolynomial.At(Times, time, weights);
        var sum = 0.0;
        for (var j = 0; j < Count; j++)
        {
            sum += weights[j] * value(_nodes[j], place);
        }

        return sum;
    }

    private void Record(int sample)
    {
        if (!_journal.TryBegin(sample))
        {
            return;
        }

        var offset = sample * _kinks.Units;
        for (var j = 0; j < Count; j++)
        {
            _journal.Write(_nodes[j].Masks.AsSpan(offset, _kinks.Units));
            _journal.Write(_nodes[j].Signals.AsSpan(offset, _kinks.Units));
        }

        _journal.Write(Masks.AsSpan(offset, _kinks.Units));
    }

    private static void Take(ref ReadOnlySpan<double> row, Span<double> destination)
    {
        row[..destination.Length].CopyTo(destination);
        row = row[destination.Length..];
    }

    // The directions behind the fields; weights for all of them.
    private Span<double> Bind(ReadOnlySpan<Vector> directions)
    {
        directions.CopyTo(_fields.AsSpan(Count));
        return _weights.AsSpan(0, Count + directions.Length);
    }

    private void Bind()
    {
        for (var j = 0; j < Count; j++)
        {
            (_fields[j], _times[j]) = (_nodes[j].Field, _nodes[j].Time);
        }
    }
}
