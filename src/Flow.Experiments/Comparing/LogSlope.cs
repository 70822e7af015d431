namespace Flow.Experiments.Comparing;

/// <summary>The slope of a straight line through points (log x, log y), by least squares.</summary>
internal static class LogSlope
{
    /// <summary>The slope; NaN where there are not two different x with a positive y.</summary>
    /// <param name="points">Pairs of x and y; pairs that have no logarithm are left out.</param>
    public static double Of(IEnumerable<(double X, double Y)> points)
    {
        var logs = points.Where(static p => p.X > 0 && p.Y > 0 && double.IsFinite(p.Y))
            .Select(static p => (X: Math.Log(p.X), Y: Math.Log(p.Y))).ToList();
        if (logs.Count < 2)
        {
            return double.NaN;
        }

        var (x, y) = (logs.Average(static p => p.X), logs.Average(static p => p.Y));
        var spread = logs.Sum(p => (p.X - x) * (p.X - x));
        return spread == 0 ? double.NaN : logs.Sum(p => (p.X - x) * (p.Y - y)) / spread;
    }
}
