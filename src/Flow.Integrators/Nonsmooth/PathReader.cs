using Flow.Integrators.Problems;
using Flow.Integrators.Spaces;

namespace Flow.Integrators.Nonsmooth;

/// <summary>The switching functions of single pairs along the path of a step, and the times at which they vanish.
/// </summary>
/// <remarks>Counted so that the function falls through 0 where the pair crosses.</remarks>
internal sealed class PathReader
{
    private const int MostSecants = 6;
    private const double RelativeResolution = 1e-12;

    private readonly IKinkedField _kinks;
    private readonly PatchedHistory _history;
    private readonly PairMarks _marks;
    private readonly double[] _row;
    private readonly Func<double, double> _value;
    private readonly IVectorSpace _space;
    private readonly Vector _start;
    private double _startTime;
    private int _pair;

    public PathReader(OdeProblem problem, PatchedHistory history, PairMarks marks)
    {
        (_kinks, _history, _marks) = (problem.Kinks!, history, marks);
        (_start, End, Point) = (problem.Space.Allocate(), problem.Space.Allocate(), problem.Space.Allocate());
        _row = new double[_kinks.Units];
        _value = time => Value(_pair, time);
        Shifts = problem.Space.Allocate();
        _space = problem.Space;
    }

    public Vector End { get; }

    public double EndTime { get; private set; }

    /// <summary>The point last moved to.</summary>
    public Vector Point { get; }

    /// <summary>The sum of all shifts in this step.</summary>
    public Vector Shifts { get; }

    /// <summary>Distances from a kink that count as none.</summary>
    public double Tolerance { get; set; }

    public double RootTolerance => 100 * Tolerance;

    /// <summary>Begins a sweep.</summary>
    public void Clear() => _space.FillZero(Shifts);

    /// <summary>Begins a window, in which <see cref="End"/> is its end after its beginning.</summary>
    public void Begin(double start, double end)
    {
        _space.Copy(End, _start);
        (_startTime, EndTime) = (start, end);
    }

    /// <summary>Moves the present point, and with it the rest of the path, by factor M g, g made at the
    /// point.</summary>
    public void Shift(double factor, ReadOnlySpan<double> gradient)
    {
        _kinks.Add(factor, gradient, Point, Shifts);
        _kinks.Add(factor, gradient, Point, Point);
    }

    public void MoveTo(double time) => _history.Integrate(time, EndTime, -1, End, Point);

    /// <summary>z of a pair at the present point.</summary>
    public double ValueHere(int pair) => Read(pair, Point);

    /// <summary>By how much the events after a time have moved z of a pair at that time; the path up to the time is the
    /// present point then.</summary>
    public double Displacement(int pair, double time)
    {
        MoveTo(time);
        var moved = Read(pair, Point);
        _history.AddLater(time, Point);
        return Math.Abs(moved - Read(pair, Point));
    }

    /// <summary>Where a pair that is on the wrong side at the end, by a value, goes through 0: the root of the parabola
    /// through three values, and its slope; the start, without slope, where it is on the wrong side there.</summary>
    public (double Time, double Rate) Guess(int pair, double last)
    {
        var from = _marks.Since(pair);
        var length = EndTime - from;
        var first = Value(pair, from);
        if (first <= 0 || !(length > 0))
        {
            return (from, double.NaN);
        }

        var middle = length * first / (first - last);
        var value = Value(pair, from + middle);
        var (before, after) = ((value - first) / middle, (last - value) / (length - middle));
        var curvature = (after - before) / length;
        var (x, slope) = (middle, (last - first) / length);
        for (var k = 0; k < 4; k++)
        {
            var height = first + (x * (before + (curvature * (x - middle))));
            slope = before + (curvature * ((2 * x) - middle));
            x = slope < 0 ? Math.Clamp(x - (height / slope), 0, length) : middle;
        }

        return (from + x, slope);
    }

    /// <summary>The time at which a pair goes through 0 on the present path; false where it does not any more.
    /// </summary>
    public bool TryLocate(int pair, double guess, double rate, out double time)
    {
        time = guess;
        var from = _marks.Since(pair);
        if (double.IsNaN(rate))
        {
            return Value(pair, EndTime) < -Tolerance;
        }

        var value = Value(pair, time);
        for (var k = 0; k < MostSecants && Math.Abs(value) > RootTolerance; k++)
        {
            var next = time - (value / rate);
            if (!(rate < 0) || !(next >= from && next <= EndTime))
            {
                return TryBracket(pair, from, out time);
            }

            var nextValue = Value(pair, next);
            rate = (nextValue - value) / (next - time);
            (time, value) = (next, nextValue);
        }

        return Math.Abs(value) <= RootTolerance || TryBracket(pair, from, out time);
    }

    private bool TryBracket(int pair, double from, out double time)
    {
        var (first, last) = (Value(pair, from), Value(pair, EndTime));
        time = from;
        if (last >= -Tolerance || first <= 0)
        {
            return last < -Tolerance;
        }

        _pair = pair;
        time = FallingRoot.Find(
            _value, from, first, EndTime, last, RootTolerance, RelativeResolution * (EndTime - from));
        return true;
    }

    private double Value(int pair, double time)
    {
        var state = time >= EndTime ? End : _start;
        if (time < EndTime && (time > _startTime || _marks.IsMet(pair)))
        {
            MoveTo(time);
            state = Point;
        }

        return (_marks.Sides[pair] * Read(pair, state)) + _marks.Offset(pair);
    }

    /// <summary>z of a pair at a state.</summary>
    public double Read(int pair, Vector state)
    {
        var (sample, unit) = (pair / _kinks.Units, pair % _kinks.Units);
        var masks = _history.Masks.AsSpan(sample * _kinks.Units, _kinks.Units);
        _kinks.ForwardSample(sample, state, masks, _row);
        return _row[unit];
    }
}
