namespace Flow.Experiments.Comparing;

/// <summary>The sharpness along the flow, known at a few times and a straight line in between.</summary>
internal sealed class SharpnessPath
{
    private readonly double[] _times;
    private readonly double[] _values;

    /// <summary>Makes the path.</summary>
    /// <param name="points">Times, ascending, and sharpness; values that are not finite are left out.</param>
    public SharpnessPath(IEnumerable<(double Time, double Sharpness)> points)
    {
        var finite = points.Where(static point => double.IsFinite(point.Sharpness)).ToList();
        _times = [.. finite.Select(static point => point.Time)];
        _values = [.. finite.Select(static point => point.Sharpness)];
    }

    /// <summary>The largest value; NaN where none is known.</summary>
    public double Largest => _values.Length == 0 ? double.NaN : _values.Max();

    /// <summary>The sharpness at a time; NaN where none is known.</summary>
    /// <param name="time">t.</param>
    public double At(double time)
    {
        if (_times.Length == 0)
        {
            return double.NaN;
        }

        var after = Array.FindIndex(_times, known => known >= time);
        if (after <= 0)
        {
            return after < 0 ? _values[^1] : _values[0];
        }

        var fraction = (time - _times[after - 1]) / (_times[after] - _times[after - 1]);
        return _values[after - 1] + (fraction * (_values[after] - _values[after - 1]));
    }

    /// <summary>The sharpness at some of the recorded states of a flow, its ends among them.</summary>
    /// <param name="sharpness">Measures it.</param>
    /// <param name="flow">The flow.</param>
    /// <param name="most">The largest number of states.</param>
    /// <param name="cancellation">Ends the work early.</param>
    public static SharpnessPath Along(
        Sharpness sharpness, FlowStates flow, int most, CancellationToken cancellation)
    {
        var points = Math.Min(most, flow.Count);
        var indices = Enumerable.Range(0, points)
            .Select(i => points == 1 ? 0 : (int)((long)i * (flow.Count - 1) / (points - 1)));
        return new(indices.TakeWhile(_ => !cancellation.IsCancellationRequested)
            .Select(index => (flow.Row(index)[0], sharpness.At(flow.State(index)))));
    }
}
