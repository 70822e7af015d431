namespace Flow.Integrators.Sampling;

/// <summary>The times at which the solution is asked for, ascending, duplicates allowed.</summary>
public sealed record SamplePoints
{
    private readonly double[] _times;

    /// <summary>Creates the sample points.</summary>
    /// <param name="times">Finite times in ascending order; each must lie in [t0, tEnd] of the problem.</param>
    /// <param name="exact">True: a step ends at each time. False: dense output gives the states between steps.</param>
    /// <exception cref="ArgumentException">A time is not finite or smaller than the one before.</exception>
    public SamplePoints(IEnumerable<double> times, bool exact = false)
    {
        ArgumentNullException.ThrowIfNull(times);
        (_times, Exact) = ([.. times], exact);
        for (var i = 0; i < _times.Length; i++)
        {
            if (!double.IsFinite(_times[i]) || (i > 0 && _times[i] < _times[i - 1]))
            {
                throw new ArgumentException(Check.Text(
                    $"sample time {i} is {_times[i]:R}; sample times are finite and in ascending order"));
            }
        }
    }

    /// <summary>The times in ascending order.</summary>
    public ReadOnlySpan<double> Times => _times;

    /// <summary>Whether a step ends at each time.</summary>
    public bool Exact { get; }

    /// <summary>Equally spaced times t0 + i (tEnd - t0) / (count - 1), the ends exact.</summary>
    /// <param name="initialTime">t0.</param>
    /// <param name="endTime">tEnd, not before t0.</param>
    /// <param name="count">Number of times, at least 2.</param>
    /// <param name="exact">Whether a step ends at each time.</param>
    /// <returns>The sample points.</returns>
    /// <exception cref="ArgumentException">The count is below 2 or the times are not ascending.</exception>
    public static SamplePoints Linear(double initialTime, double endTime, int count, bool exact = false)
    {
        RequireCount(count, 2);
        return new SamplePoints(
            Enumerable.Range(0, count).Select(i => i == count - 1
                ? endTime
                : Math.Min(initialTime + ((endTime - initialTime) * i / (count - 1)), endTime)),
            exact);
    }

    /// <summary>t0 and then times whose distance from t0 grows by a constant factor from first to tEnd - t0.</summary>
    /// <param name="initialTime">t0.</param>
    /// <param name="first">Distance of the second time from t0, in (0, tEnd - t0].</param>
    /// <param name="endTime">tEnd, after t0.</param>
    /// <param name="count">Number of times with t0, at least 3.</param>
    /// <param name="exact">Whether a step ends at each time.</param>
    /// <returns>The sample points.</returns>
    /// <exception cref="ArgumentException">The count is below 3 or first is outside its range.</exception>
    public static SamplePoints Logarithmic(
        double initialTime, double first, double endTime, int count, bool exact = false)
    {
        RequireCount(count, 3);
        var span = endTime - initialTime;
        if (!(first > 0 && first <= span))
        {
            throw new ArgumentOutOfRangeException(
                nameof(first), Check.Text($"first = {first:R} must be in (0, {span:R}]; choose about tEnd / 1e5"));
        }

        return new SamplePoints(
            Enumerable.Range(0, count).Select(i => i switch
            {
                0 => initialTime,
                _ when i == count - 1 => endTime,
                _ => Math.Min(initialTime + (first * Math.Pow(span / first, (i - 1.0) / (count - 2))), endTime),
            }),
            exact);
    }

    private static void RequireCount(int count, int lowest)
    {
        if (count < lowest)
        {
            throw new ArgumentOutOfRangeException(
                nameof(count), Check.Text($"count = {count} must be at least {lowest}; 201 is usual"));
        }
    }
}
