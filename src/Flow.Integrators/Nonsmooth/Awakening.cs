using Flow.Integrators.Problems;
using Flow.Integrators.Spaces;

namespace Flow.Integrators.Nonsmooth;

/// <summary>Gives the units behind dead ones their masks when a pair of their sample goes up.</summary>
/// <remarks>Where all units that a unit hears of are off, and no bias reaches it, z_q is 0 whatever the weights are;
/// its mask says nothing, and its kink is none. When a pair p of the sample goes up, z_q is w z_p with w of either sign
/// and has the side of w as soon as z_p is above 0. Whether p goes on or slides depends on it, so it is taken before
/// that is decided; a unit that slid when its sample died slides no longer.</remarks>
internal sealed class Awakening
{
    // How far p is taken up to see where the others go, in distances from a kink that count as none.
    private const double Rise = 1e6;

    private readonly IKinkedField _kinks;
    private readonly PatchedHistory _history;
    private readonly PathReader _path;
    private readonly PairGradient _gradient;
    private readonly IVectorSpace _space;
    private readonly Vector _risen;
    private readonly double[] _row;
    private readonly List<int> _dead = [];

    public Awakening(OdeProblem problem, PatchedHistory history, PathReader path, PairGradient gradient)
    {
        (_kinks, _history, _path, _gradient) = (problem.Kinks!, history, path, gradient);
        (_risen, _row) = (problem.Space.Allocate(), new double[_kinks.Units]);
        _space = problem.Space;
    }

    /// <summary>Finds the pairs behind dead units in the sample of a pair, at the present point.</summary>
    public void Find(int pair)
    {
        _dead.Clear();
        var first = pair - (pair % _kinks.Units);
        Read(first, _path.Point);
        for (var unit = 0; unit < _kinks.Units; unit++)
        {
            if (_row[unit] == 0 && first + unit != pair)
            {
                _gradient.Take(first + unit, _path.Point);
                if (_gradient.Square == 0)
                {
                    _dead.Add(first + unit);
                }
            }
        }
    }

    /// <summary>The next pair found whose side is not the one it has when a pair, whose mask is 1 by now, is a little
    /// above its kink; below 0 where there is none.</summary>
    /// <param name="pair">The pair that goes up.</param>
    /// <param name="isHigh">Whether the side is the upper one.</param>
    /// <param name="sides">The sides of all pairs.</param>
    public int Next(int pair, double[] sides, out bool isHigh)
    {
        isHigh = false;
        if (_dead.Count == 0)
        {
            return -1;
        }

        _gradient.Take(pair, _path.Point);
        if (!(_gradient.Square is > 0 and var square))
        {
            return -1;
        }

        _space.Copy(_path.Point, _risen);
        _kinks.Add(Rise * _path.Tolerance / square, _gradient.Values, _path.Point, _risen);
        Read(pair - (pair % _kinks.Units), _risen);
        foreach (var other in _dead)
        {
            var value = _row[other % _kinks.Units];
            if (value * sides[other] < 0 || (sides[other] == 0 && value != 0))
            {
                isHigh = value > 0;
                return other;
            }
        }

        return -1;
    }

    private void Read(int first, Vector state) => _kinks.ForwardSample(
        first / _kinks.Units, state, _history.Masks.AsSpan(first, _kinks.Units), _row);
}
