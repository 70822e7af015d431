using Flow.Integrators.DenseOutput;
using Flow.Integrators.Problems;
using Flow.Integrators.Spaces;

namespace Flow.Integrators.Nonsmooth;

/// <summary>The first event in a piece of a step: a pair whose switching function changes its sign on the dense output,
/// or a sliding pair whose mask leaves its interval.</summary>
internal sealed class FilippovSearch
{
    private const double Resolution = 1e-13;
    private const double ExitTolerance = 1e-11;

    private static readonly double[] Points = [1.0 / 3, 2.0 / 3, 1];

    private readonly OdeProblem _problem;
    private readonly IKinkedField _kinks;
    private readonly FilippovMode _mode;
    private readonly DenseWeights _dense;
    private readonly Vector[] _fields;
    private readonly KinkNode _scratch;
    private readonly Vector _point;
    private readonly double[] _switching;
    private readonly double[] _row;
    private readonly double[] _weights;
    private Vector _start;
    private double _step;

    public FilippovSearch(OdeProblem problem, FilippovMode mode, DenseWeights dense, Vector[] fields)
    {
        (_problem, _kinks, _mode, _dense, _fields) = (problem, problem.Kinks!, mode, dense, fields);
        _scratch = new KinkNode(problem, mode.Sliding);
        (_point, _start) = (problem.Space.Allocate(), problem.InitialState);
        (_switching, _row) = (new double[mode.Masks.Length], new double[_kinks.Units]);
        _weights = new double[dense.StageCount];
    }

    /// <summary>The first event of a piece, with pair -1 where there is none.</summary>
    /// <param name="start">The state at its start.</param>
    /// <param name="step">Its length.</param>
    /// <param name="end">The field at its end.</param>
    public (double Theta, int Pair, bool IsExit) First(Vector start, double step, KinkNode end)
    {
        (_start, _step) = (start, step);
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
        var before = 0.0;
        foreach (var theta in Points)
        {
            MoveTo(theta, _start, _step, _point);
            _kinks.Forward(_point, _mode.Masks, _switching);
            var tolerance = Resolution * PairScan.Largest(_switching);
            var best = (Theta: theta, Pair: -1);
            for (var pair = 0;
                (pair = PairScan.NextBelow(_mode.Sides, _switching, -tolerance, pair)) >= 0;
                pair++)
            {
                best = Earlier(best, pair, before, tolerance);
            }

            if (best.Pair >= 0)
            {
                return best;
            }

            before = theta;
        }

        return (1, -1);
    }

    private (double Theta, int Pair) Earlier(
        (double Theta, int Pair) best, int pair, double before, double tolerance)
    {
        var last = Value(pair, best.Theta) + tolerance;
        if (last >= 0)
        {
            return best;
        }

        var first = Value(pair, before) + tolerance;
        return first <= 0
            ? (before, pair)
            : (FallingRoot.Find(
                theta => Value(pair, theta) + tolerance, before, first, best.Theta, last, 1e-15, 1e-14), pair);
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
            var current = index;
            var last = RoomAt(current, high);
            var first = RoomAt(current, 0);
            pair = _mode.Sliding[current];
            if (first <= 0)
            {
                return 0;
            }

            if (last < 0)
            {
                high = FallingRoot.Find(x => RoomAt(current, x), 0, first, high, last, 1e-13, 1e-13);
            }

            EvaluateAt(high);
            index = WorstRoom(_scratch);
            if (index < 0 || index == current)
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
