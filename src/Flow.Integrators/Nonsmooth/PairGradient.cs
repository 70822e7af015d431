using Flow.Integrators.Problems;
using Flow.Integrators.Spaces;

namespace Flow.Integrators.Nonsmooth;

/// <summary>The gradient of one pair's switching function, under the present masks.</summary>
internal sealed class PairGradient
{
    private readonly IKinkedField _kinks;
    private readonly PatchedHistory _history;
    private readonly Vector _slope;
    private readonly double[] _values;

    public PairGradient(OdeProblem problem, PatchedHistory history)
    {
        (_kinks, _history) = (problem.Kinks!, history);
        (_slope, _values) = (problem.Space.Allocate(), new double[_kinks.GradientLength]);
    }

    public ReadOnlySpan<double> Values => _values;

    /// <summary>&lt;grad z, M grad z&gt;.</summary>
    public double Square => _kinks.Inner(_values, _values);

    public double Norm => Math.Sqrt(Square);

    /// <summary>Takes that of a pair at a state.</summary>
    public void Take(int pair, Vector state)
    {
        var (sample, unit) = (pair / _kinks.Units, pair % _kinks.Units);
        var row = _history.Masks.AsSpan(sample * _kinks.Units, _kinks.Units);
        _kinks.SwitchingGradient(sample, unit, state, row, _values);
    }

    /// <summary>Takes that of a pair at a point of the path, and gives the rate of its switching function.</summary>
    public double RateAt(int pair, double time, Vector point)
    {
        Take(pair, point);
        _history.SlopeAt(time, _slope);
        return _kinks.Along(_values, point, _slope);
    }
}
