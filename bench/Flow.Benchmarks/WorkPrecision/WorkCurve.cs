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
    private double Smallest => _front.Length > 0 ? _front[^1].Error : double.PositiveInfinity;

    /// <summary>The logarithm of the cost of an error between the smallest and the largest; an error above the largest
    /// costs as much as that one.</summary>
    private double At(double error)
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

    /// <summary>What an error costs: the cost of the loosest run where that is smaller already.</summary>
    /// <returns>The cost; NaN where no run reaches the error.</returns>
    public double CostOf(double error) => Smallest <= Math.Log(error) ? Math.Exp(At(Math.Log(error))) : double.NaN;
}
