namespace Flow.Benchmarks.WorkPrecision;

/// <summary>What an error costs at least, interpolated in logarithms between the runs that no other run beats in both.
/// </summary>
internal sealed class WorkCurve
{
    private readonly (double Error, double Cost)[] _front;

    /// <summary>Takes the logarithms of errors and costs.</summary>
    public WorkCurve(IEnumerable<(double Error, double Cost)> runs)
    {
        List<(double Error, double Cost)> front = [];
        foreach (var (error, cost) in runs.OrderBy(static run => run.Cost).ThenBy(static run => run.Error))
        {
            if (error > 0 && (front.Count == 0 || Math.Log(error) < front[^1].Error))
            {
                front.Add((Math.Log(error), Math.Log(cost)));
            }
        }

        _front = [.. front];
    }

    /// <summary>The logarithm of the smallest error; infinite without runs.</summary>
    public double Smallest => _front.Length > 0 ? _front[^1].Error : double.PositiveInfinity;

    /// <summary>The logarithm of the largest error.</summary>
    public double Largest => _front.Length > 0 ? _front[0].Error : double.NegativeInfinity;

    /// <summary>The logarithm of the cost of an error between the smallest and the largest; an error above the largest
    /// costs as much as that one.</summary>
    public double At(double error)
    {
        if (error >= _front[0].Error)
        {
            return _front[0].Cost;
        }

        var i = Array.FindIndex(_front, point => point.Error <= error);
        var (upper, lower) = (_front[i - 1], _front[i]);
        var part = (upper.Error - error) / (upper.Error - lower.Error);
        return upper.Cost + (part * (lower.Cost - upper.Cost));
    }

    /// <summary>The geometric mean of the cost of one over that of others, the cheapest of which counts at each error,
    /// over equally spaced logarithms of errors that all reach.</summary>
    /// <returns>The ratio; NaN where no error is reached by both.</returns>
    public static double Ratio(WorkCurve one, params IReadOnlyList<WorkCurve> others)
    {
        const int Levels = 25;
        var low = Math.Max(one.Smallest, others.Min(static other => other.Smallest));
        var high = Math.Min(one.Largest, others.Max(static other => other.Largest));
        if (!(low < high))
        {
            return double.NaN;
        }

        var sum = 0.0;
        for (var i = 0; i < Levels; i++)
        {
            var error = low + ((high - low) * i / (Levels - 1));
            sum += one.At(error) - others.Where(other => other.Smallest <= error).Min(other => other.At(error));
        }

        return Math.Exp(sum / Levels);
    }
}
