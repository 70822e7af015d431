using Flow.Integrators.DenseOutput;
using Flow.Integrators.Problems;
using Flow.Integrators.Spaces;

namespace Flow.Integrators.Nonsmooth;

/// <summary>The first event in a piece of a step: a pair whose switching function changes its sign on dense output,
/// or a sliding pair whose mask leaves its interval.</summary>
/// <remarks>Signs are looked at in thirds of the piece; between them, a pair that goes beyond its kink and back is
/// found by the cubic through its four values.</remarks>
internal sealed class FilippovSearch
{
    private const double Resolution = 1e-13;
    private const double ExitTolerance = 1e-11;
    private const double MostDrift = 1000;
    private const double ShortestReturn = 1.0 / 1024;

    private static readonly double[] Points = [1.0 / 3, 2.0 / 3, 1];

    private readonly OdeProblem _problem;
    private readonly IKinkedField _kinks;
    private readonly FilippovMode _mode;
    private readonly DenseWeights _dense;
    private readonly Vector[] _fields;
    private readonly KinkNode _scratch;
    private readonly Vector _point;
    private readonly double[][] _values;
    private readonly double[] _row;
    private readonly double[] _weights;
    private readonly Func<double, double> _value;
    private readonly Func<double, double> _room;
    private Vector _start;
    private double _step;
    private double _tolerance;
    private double _slack;
    private int _pair;
    private int _index;

    public FilippovSearch(OdeProblem problem, FilippovMode mode, DenseWeights dense, Vector[] fields)
    {
        (_problem, _kinks, _mode, _dense, _fields) = (problem, problem.Kinks!, mode, dense, fields);
        _scratch = new KinkNode(problem, mode.Sliding);
        (_point, _start) = (problem.Space.Allocate(), problem.InitialState);
        _values = [.. Enumerable.Range(0, Points.Length + 1).Select(_ => new double[mode.Masks.Length])];
        _row = new double[_kinks.Units];
        _weights = new double[dense.StageCount];
        (_value, _room) = (theta => Value(_pair, theta) + _slack, theta => RoomAt(_index, theta));
    }

    /// <summary>The first event of a piece, with pair -1 where there is none.</summary>
    /// <param name="start">The state at its start.</param>
    /// <param name="step">Its length.</param>
    /// <param name="first">The field at its start.</param>
    /// <param name="end">The field at its end.</param>
    public (double Theta, int Pair, bool IsExit) First(Vector start, double step, KinkNode first, KinkNode end)
    {
        (_start, _step) = (start, step);
        first.Switching.CopyTo(_values[0], 0);
        var (theta, pair) = FirstCrossing();
        var node = end;
        if (pair >= 0 && _mode.Sliding.Count > 0)
        {
            EvaluateAt(theta);
            node = _scratch;
        }

        var exit = WorstRoom(node);
        if (exit < 0)
        {
            return (theta, pair, false);
        }

        return (FirstExit(theta, exit, out var leaving), leaving, true);
    }

    /// <summary>destination = the dense output.</summary>
    public void MoveTo(double theta, Vector start, double step, Vector destination)
    {
        _dense.Evaluate(theta, _weights);
        _problem.Space.LinearCombination(destination, 1, start, step, _weights, _fields);
    }

    private (double Theta, int Pair) FirstCrossing()
    {
        for (var k = 0; k < Points.Length; k++)
        {
            MoveTo(Points[k], _start, _step, _point);
            _kinks.Forward(_point, _mode.Masks, _values[k + 1]);
        }

        _tolerance = Resolution * PairScan.Largest(_values[^1]);
        var before = 0.0;
        for (var k = 0; k < Points.Length; k++)
        {
            var best = (Theta: Points[k], Pair: -1);
            for (var pair = 0;
                (pair = PairScan.NextBelow(_mode.Sides, _values[k + 1], -_tolerance, pair)) >= 0;
                pair++)
            {
                best = Earlier(best, pair, before);
            }

            best = EarliestReturn(best, before);
            if (best.Pair >= 0)
            {
                return best;
            }

            before = Points[k];
        }

        return (1, -1);
    }

    // With the pairs that are beyond their kink inside this third only.
    private (double Theta, int Pair) EarliestReturn((double Theta, int Pair) best, double before)
    {
        for (var pair = 0; pair < _mode.Sides.Length; pair++)
        {
            var lowest = _mode.Sides[pair] == 0 ? double.NaN : Lowest(pair) / Points.Length;
            if (lowest > before && lowest < best.Theta)
            {
                Take(pair);
                var (first, last) = (_value(before), _value(lowest));
                best = first > 0 && last < 0
                    ? (FallingRoot.Find(_value, before, first, lowest, last, 1e-15, 1e-14), pair)
                    : best;
            }
        }

        return best;
    }

    // Where, in thirds, the cubic through the four values of a pair has its minimum; NaN where that is above 0.
    private double Lowest(int pair)
    {
        var side = _mode.Sides[pair];
        var (v0, v1, v2, v3) = (
            side * _values[0][pair], side * _values[1][pair], side * _values[2][pair], side * _values[3][pair]);
        var low = Math.Min(Math.Min(v0, v1), Math.Min(v2, v3));
        if (low > Math.Max(Math.Max(v0, v1), Math.Max(v2, v3)) - low)
        {
            return double.NaN;
        }

        // p' = a x^2 + b x + c from the divided differences.
        var (first, second, third) = (v1 - v0, v2 - (2 * v1) + v0, v3 - (3 * v2) + (3 * v1) - v0);
        var (a, b, c) = (third / 2, second - third, first - (second / 2) + (third / 3));
        var root = Math.Sqrt((b * b) - (4 * a * c));
        var x = b >= 0 ? -2 * c / (b + root) : (root - b) / (2 * a);
        var value = v0 + (x * (first + ((x - 1) / 2 * (second + ((x - 2) / 3 * third)))));
        return value < 0 ? x : double.NaN;
    }

    private (double Theta, int Pair) Earlier((double Theta, int Pair) best, int pair, double before)
    {
        Take(pair);
        var last = _value(best.Theta);
        if (last >= 0)
        {
            return best;
        }

        var (start, first) = (before, _value(before));
        for (var length = best.Theta; first <= 0 && before == 0 && length > ShortestReturn * best.Theta; length /= 2)
        {
            (start, first) = (length / 2, _value(length / 2));
        }

        return first <= 0
            ? (before, pair)
            : (FallingRoot.Find(_value, start, first, best.Theta, last, 1e-15, 1e-14), pair);
    }

    // A pair that begins beyond its kink, where the last event has left it, has an event where it goes farther; a pair
    // that rests because others slide drifts by rounding errors, and would have one at each of them.
    private void Take(int pair)
    {
        var beyond = -_mode.Sides[pair] * _values[0][pair];
        var slack = Math.Max(_tolerance, beyond);
        (_pair, _slack) = (pair, beyond > 0 && slack <= MostDrift * _tolerance ? 2 * slack : slack);
    }

    // The pair whose mask is farthest outside at a node, -1 where none is.
    private int WorstRoom(KinkNode node)
    {
        var (worst, most) = (-1, 0.0);
        for (var i = 0; i < _mode.Sliding.Count; i++)
        {
            var room = _mode.Room(node, i) + (ExitTolerance * Math.Abs(node.Signals[_mode.Sliding[i]]));
            if (room < most)
            {
                (worst, most) = (i, room);
            }
        }

        return worst;
    }

    // The root for the pair that is farthest outside; where another one is outside there, that one's before it.
    private double FirstExit(double theta, int index, out int pair)
    {
        var high = theta;
        while (true)
        {
            _index = index;
            var last = RoomAt(index, high);
            var first = RoomAt(index, 0);
            pair = _mode.Sliding[index];
            if (first <= 0)
            {
                return 0;
            }

            if (last < 0)
            {
                high = FallingRoot.Find(_room, 0, first, high, last, 1e-13, 1e-13);
            }

            EvaluateAt(high);
            index = WorstRoom(_scratch);
            if (index < 0 || index == _index)
            {
                return high;
            }
        }
    }

    private double RoomAt(int index, double theta)
    {
        EvaluateAt(theta);
        var signal = Math.Abs(_scratch.Signals[_mode.Sliding[index]]);
        return (_mode.Room(_scratch, index) / Math.Max(signal, double.Epsilon)) + ExitTolerance;
    }

    private void EvaluateAt(double theta)
    {
        MoveTo(theta, _start, _step, _scratch.State);
        _mode.Evaluate(_scratch);
    }

    private double Value(int pair, double theta)
    {
        MoveTo(theta, _start, _step, _point);
        var (sample, unit) = (pair / _kinks.Units, pair % _kinks.Units);
        _kinks.ForwardSample(
            sample, _point, _mode.Masks.AsSpan(sample * _kinks.Units, _kinks.Units), _row);
        return _mode.Sides[pair] * _row[unit];
    }
}
