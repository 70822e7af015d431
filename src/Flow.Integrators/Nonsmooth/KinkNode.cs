using Flow.Integrators.Problems;
using Flow.Integrators.Spaces;

namespace Flow.Integrators.Nonsmooth;

/// <summary>One point of the history: the field F(y; m) - sum_s x_s M grad z_s at (t, y), with the masks m of all
/// samples and the multipliers x of the sliding pairs, for which every sliding z_s rests: K x = (&lt;grad z_s, F(y;
/// m)&gt;), K_st = &lt;grad z_s, M grad z_t&gt;.</summary>
/// <remarks>On the kinks this is F with the masks m_s + x_s / c_s (Filippov's combination), whatever m_s is: F, its own
/// gradient and those downstream depend on m_s along grad z_s only. Away from them it is a smooth continuation. A
/// change of one sample's masks costs a few gradients of that sample; changes are logged, so that the path before them
/// can be read again.</remarks>
internal sealed class KinkNode
{
    private readonly OdeProblem _problem;
    private readonly IKinkedField _kinks;
    private readonly SlidingSet _sliding;
    private readonly GradientStore _gradients;
    private readonly GramFactor _gram = new();
    private readonly PatchLog _log = new();
    private readonly Vector _savedField;
    private readonly double[] _switchingRow;
    private readonly double[] _signalsRow;
    private int[] _places = new int[16];
    private double[] _multipliers = new double[16];
    private double[] _savedMultipliers = new double[16];
    private double[] _residuals = new double[16];
    private int _savedCount;
    private bool _needsAllResiduals;

    public KinkNode(OdeProblem problem, SlidingSet sliding)
    {
        (_problem, _kinks, _sliding) = (problem, problem.Kinks!, sliding);
        _gradients = new GradientStore(_kinks.GradientLength);
        (State, Field, _savedField) = (problem.Space.Allocate(), problem.Space.Allocate(), problem.Space.Allocate());
        var pairs = _kinks.Samples * _kinks.Units;
        (Masks, Switching, Signals) = (new double[pairs], new double[pairs], new double[pairs]);
        (_switchingRow, _signalsRow) = (new double[_kinks.Units], new double[_kinks.Units]);
    }

    public double Time { get; set; }

    public Vector State { get; }

    public Vector Field { get; }

    public double[] Masks { get; }

    public double[] Switching { get; }

    public double[] Signals { get; }

    public ReadOnlySpan<double> Multipliers => _multipliers.AsSpan(0, _sliding.Count);

    /// <summary>Evaluates the field over all samples and lets the sliding pairs slide.</summary>
    public void Evaluate(ReadOnlySpan<double> masks)
    {
        masks.CopyTo(Masks);
        _kinks.Evaluate(State, Masks, Field, Switching, Signals);
        Rebuild();
        _log.Clear();
        Solve();
    }

    /// <summary>Takes gradients and K anew, from state and masks; multipliers become 0.</summary>
    public void Rebuild()
    {
        _gradients.Clear();
        _gram.Clear();
        for (var i = 0; i < _sliding.Count; i++)
        {
            AppendRow(i);
        }

        _needsAllResiduals = true;
    }

    /// <summary>c_p m_p + x_p, which over c_p is the mask with which a pair slides.</summary>
    public double Weight(int index)
    {
        var pair = _sliding[index];
        return (Signals[pair] * Masks[pair]) + _multipliers[index];
    }

    /// <summary>Remembers what <see cref="Restore"/> brings back, and forgets the log.</summary>
    public void BeginStep()
    {
        _log.Clear();
        _problem.Space.Copy(Field, _savedField);
        _gradients.Compact(_places.AsSpan(0, _sliding.Count));
        _savedCount = _sliding.Count;
        GrowingRow.Reserve(ref _savedMultipliers, _savedCount);
        Multipliers.CopyTo(_savedMultipliers);
    }

    /// <summary>Back to the beginning of the step, after masks, signals and sliding set are back.</summary>
    public void Restore()
    {
        _problem.Space.Copy(_savedField, Field);
        _log.Clear();
        _gram.Clear();
        for (var i = 0; i < _savedCount; i++)
        {
            _places[i] = i;
            _gram.Append();
            WriteGram(i);
        }

        _savedMultipliers.AsSpan(0, _savedCount).CopyTo(_multipliers);
        // Every sliding z rests then; a pair that has left since may have a rate behind the last one.
        _residuals.AsSpan(0, _savedCount).Clear();
        _needsAllResiduals = false;
    }

    /// <summary>Gives one pair another mask.</summary>
    public void Patch(int pair, double mask, double time)
    {
        var sample = pair / _kinks.Units;
        if (Masks[pair] == mask)
        {
            return;
        }

        var old = Contribution(sample, takesSignals: false);
        Masks[pair] = mask;
        var changed = Contribution(sample, takesSignals: true);
        AddLogged(1, old, time);
        AddLogged(-1, changed, time);
        for (var i = 0; i < _sliding.Count; i++)
        {
            if (_sliding[i] / _kinks.Units == sample)
            {
                Turn(i, time);
            }
            else if (!_needsAllResiduals)
            {
                var own = _gradients[_places[i]];
                _residuals[i] += _kinks.Inner(_gradients[old], own) - _kinks.Inner(_gradients[changed], own);
            }
        }
    }

    /// <summary>Lets the last pair of the sliding set slide.</summary>
    public void Enter()
    {
        AppendRow(_sliding.Count - 1);
        _residuals[_sliding.Count - 1] =
            _kinks.Along(_gradients[_places[_sliding.Count - 1]], State, Field);
    }

    /// <summary>Releases a pair, before it leaves the sliding set.</summary>
    public void Leave(int index, double time)
    {
        var own = _places[index];
        var multiplier = _multipliers[index];
        AddLogged(multiplier, own, time);
        for (var i = 0; i < _sliding.Count && !_needsAllResiduals; i++)
        {
            _residuals[i] += multiplier * _kinks.Inner(_gradients[own], _gradients[_places[i]]);
        }

        _gram.RemoveAt(index);
        for (var i = index; i < _sliding.Count - 1; i++)
        {
            (_places[i], _multipliers[i], _residuals[i]) = (_places[i + 1], _multipliers[i + 1], _residuals[i + 1]);
        }
    }

    /// <summary>Makes every sliding switching function rest again.</summary>
    public void Solve(double time = double.NaN)
    {
        var count = _sliding.Count;
        if (count == 0)
        {
            return;
        }

        for (var i = 0; i < count && _needsAllResiduals; i++)
        {
            _residuals[i] = _kinks.Along(_gradients[_places[i]], State, Field);
        }

        _needsAllResiduals = false;
        var change = _residuals.AsSpan(0, count);
        _gram.Solve(change);
        for (var i = 0; i < count; i++)
        {
            _multipliers[i] += change[i];
            AddLogged(-change[i], _places[i], time);
        }

        change.Clear();
    }

    /// <summary>target = target - sum_s x_s M grad z_s with K x = residuals, which are overwritten by x.</summary>
    public void Project(Span<double> residuals, Vector target)
    {
        _gram.Solve(residuals);
        for (var i = 0; i < residuals.Length; i++)
        {
            _kinks.Add(-residuals[i], _gradients[_places[i]], State, target);
        }
    }

    /// <summary>The rates at which the sliding switching functions change along a direction.</summary>
    public void Rates(Vector direction, Span<double> rates)
    {
        for (var i = 0; i < rates.Length; i++)
        {
            rates[i] = _kinks.Along(_gradients[_places[i]], State, direction);
        }
    }

    /// <summary>Adds what the logged changes after a time lack in an integral that begins there: each weighted with
    /// the integral of this node's polynomial up to the change.</summary>
    public void AddLater(double time, ReadOnlySpan<double> times, int index, Vector target)
    {
        Span<double> weights = stackalloc double[times.Length];
        for (var k = 0; k < _log.Count; k++)
        {
            var (when, place, factor) = _log[k];
            if (when > time)
            {
                NodePolynomial.Integral(times, time, when, weights);
                _kinks.Add(factor * weights[index], _gradients[place], State, target);
            }
        }
    }

    /// <summary>Takes multipliers over from a stored history, after <see cref="Rebuild"/>.</summary>
    public void SetMultiplier(int index, double value)
    {
        _multipliers[index] = value;
        _residuals.AsSpan(0, _sliding.Count).Clear();
        _needsAllResiduals = false;
    }

    private int Contribution(int sample, bool takesSignals)
    {
        var place = _gradients.Reserve();
        var (offset, units) = (sample * _kinks.Units, _kinks.Units);
        var row = Masks.AsSpan(offset, units);
        var signals = takesSignals ? Signals.AsSpan(offset, units) : _signalsRow.AsSpan();
        _kinks.ContributionGradient(sample, State, row, _gradients.Write(place), _switchingRow, signals);
        return place;
    }

    // The gradient of a pair whose own sample has changed.
    private void Turn(int index, double time)
    {
        AddLogged(_multipliers[index], _places[index], time);
        _places[index] = Gradient(_sliding[index]);
        AddLogged(-_multipliers[index], _places[index], time);
        for (var i = 0; i < _sliding.Count; i++)
        {
            _gram.Set(index, i, _kinks.Inner(_gradients[_places[index]], _gradients[_places[i]]));
        }

        _needsAllResiduals = true;
    }

    private void AppendRow(int index)
    {
        GrowingRow.Reserve(ref _multipliers, index + 1);
        GrowingRow.Reserve(ref _residuals, index + 1);
        if (index == _places.Length)
        {
            Array.Resize(ref _places, 2 * index);
        }

        (_multipliers[index], _residuals[index]) = (0, 0);
        _places[index] = Gradient(_sliding[index]);
        _gram.Append();
        WriteGram(index);
    }

    private int Gradient(int pair)
    {
        var place = _gradients.Reserve();
        var (sample, unit) = (pair / _kinks.Units, pair % _kinks.Units);
        var row = Masks.AsSpan(sample * _kinks.Units, _kinks.Units);
        _kinks.SwitchingGradient(sample, unit, State, row, _gradients.Write(place));
        return place;
    }

    private void WriteGram(int index)
    {
        var row = _gram.Row(index);
        for (var i = 0; i <= index; i++)
        {
            row[i] = _kinks.Inner(_gradients[_places[index]], _gradients[_places[i]]);
        }
    }

    private void AddLogged(double factor, int place, double time)
    {
        _kinks.Add(factor, _gradients[place], State, Field);
        _log.Add(time, place, factor);
    }
}
