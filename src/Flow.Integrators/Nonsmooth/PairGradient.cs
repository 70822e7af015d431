using Flow.Integrators.Problems;
using Flow.Integrators.Spaces;

namespace Flow.Integrators.Nonsmooth;

/// <summary>The gradient of one pair's switching function, under the present masks.</summary>
internal sealed class PairGradient
{
    private const double Parallel = 1e-9;

    private readonly IKinkedField _kinks;
    private readonly double[] _masks;
    private readonly double[] _values;

    public PairGradient(OdeProblem problem, double[] masks)
    {
        (_kinks, _masks) = (problem.Kinks!, masks);
        _values = new double[_kinks.GradientLength];
    }

    public ReadOnlySpan<double> Values => _values;

    /// <summary>&lt;grad z, M grad z&gt;.</summary>
    public double Square => _kinks.Inner(_values, _values);

    public double Norm => Math.Sqrt(Square);

    /// <summary>Takes that of a pair at a state.</summary>
    public void Take(int pair, Vector state)
    {
        var (sample, unit) = (pair / _kinks.Units, pair % _kinks.Units);
        var row = _masks.AsSpan(sample * _kinks.Units, _kinks.Units);
        _kinks.SwitchingGradient(sample, unit, state, row, _values);
    }

    /// <summary>Whether another pair has its kink where that of this one is, and the same sides.</summary>
    public bool IsParallel(PairGradient other)
    {
        var product = _kinks.Inner(_values, other._values);
        return product > 0 && product * product > (1 - Parallel) * Square * other.Square;
    }

    /// <summary>The rate of the switching function along a direction at the state.</summary>
    public double Along(Vector state, Vector direction) => _kinks.Along(_values, state, direction);
}
