namespace Flow.Integrators.Events;

/// <summary>Looks for the roots of one event in one step: at its ends, at points inside, and where the absolute value
/// dips between them.</summary>
internal sealed class EventScan
{
    private const double GoldenPart = 0.381966011250105;
    // A dip is searched down to this part of the step.
    private const double NarrowestDip = 1e-6;

    private readonly List<(double Time, double Value)> _points = [];

    /// <summary>Adds the roots in (start, end].</summary>
    /// <param name="function">g along the step, bound to the event.</param>
    /// <param name="scanned">The event.</param>
    /// <param name="index">Its position.</param>
    /// <param name="startValue">g at the start of the step.</param>
    /// <param name="endValue">g at its end.</param>
    /// <param name="roots">Receives the roots.</param>
    public void FindRoots(
        StepFunction function, Event scanned, int index, double startValue, double endValue, List<EventRoot> roots)
    {
        CollectPoints(function, scanned.InteriorPoints, startValue, endValue);
        InsertDips(function);
        var (time, value) = _points[0];
        foreach (var (nextTime, nextValue) in _points)
        {
            if (Crosses(value, nextValue))
            {
                var root = RootSearch.Refine(function, time, value, nextTime, nextValue);
                Add(roots, new EventRoot(root, index, value < 0), scanned.Direction);
            }

            (time, value) = (nextTime, nextValue);
        }
    }

    /// <summary>Whether g has left the sign of one value and reached 0 or the other sign at the next.</summary>
    public static bool Crosses(double value, double next) => value < 0 ? next >= 0 : value > 0 && next <= 0;

    private static void Add(List<EventRoot> roots, EventRoot root, EventDirection direction)
    {
        var counts = direction == EventDirection.Either || (direction == EventDirection.Rising) == root.IsRising;
        if (counts)
        {
            roots.Add(root);
        }
    }

    private void CollectPoints(StepFunction function, int interior, double startValue, double endValue)
    {
        _points.Clear();
        _points.Add((function.Start, startValue));
        var length = function.End - function.Start;
        for (var i = 1; i <= interior; i++)
        {
            var time = function.Start + (length * i / (interior + 1));
            if (time > _points[^1].Time && time < function.End)
            {
                _points.Add((time, function.At(time)));
            }
        }

        _points.Add((function.End, endValue));
    }

    private void InsertDips(StepFunction function)
    {
        for (var i = _points.Count - 2; i > 0; i--)
        {
            if (IsDip(_points[i - 1].Value, _points[i].Value, _points[i + 1].Value)
                && FindCrossing(function, i) is { } crossing)
            {
                _points.Insert(crossing.Time < _points[i].Time ? i : i + 1, crossing);
            }
        }
    }

    private static bool IsDip(double left, double value, double right) => value > 0
        ? left > 0 && right > 0 && value <= left && value <= right
        : value < 0 && left < 0 && right < 0 && value >= left && value >= right;

    /// <summary>Golden section search for the smallest |g| around a point; ends where the sign changes.</summary>
    private (double Time, double Value)? FindCrossing(StepFunction function, int middle)
    {
        var (low, high) = (_points[middle - 1].Time, _points[middle + 1].Time);
        var (best, value) = _points[middle];
        var narrowest = NarrowestDip * (function.End - function.Start);
        while (high - low > narrowest)
        {
            var isRight = high - best > best - low;
            var time = isRight ? best + (GoldenPart * (high - best)) : best - (GoldenPart * (best - low));
            if (!(time > low && time < high) || time == best)
            {
                return null;
            }

            var probe = function.At(time);
            if (Crosses(value, probe))
            {
                return (time, probe);
            }

            if (Math.Abs(probe) < Math.Abs(value))
            {
                (low, high) = isRight ? (best, high) : (low, best);
                (best, value) = (time, probe);
            }
            else
            {
                (low, high) = isRight ? (low, time) : (time, high);
            }
        }

        return null;
    }
}
