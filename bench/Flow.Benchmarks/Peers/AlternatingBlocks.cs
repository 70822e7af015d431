namespace Flow.Benchmarks.Peers;

/// <summary>Times several sides in blocks that alternate, so that other processes disturb all alike.</summary>
/// <param name="Least">The least time of each side, nanoseconds.</param>
/// <param name="Middle">The median of the times of its blocks.</param>
internal sealed record AlternatingBlocks(double[] Least, double[] Middle)
{
    /// <summary>Long enough for the runtime to put optimised code in place, on a busy machine too.</summary>
    private const double WarmUpSeconds = 1;

    /// <summary>Warms each side up and times it.</summary>
    /// <param name="blocks">The number of blocks of each side.</param>
    /// <param name="seconds">The length of a block.</param>
    /// <param name="sides">The shortest call within so many seconds, nanoseconds.</param>
    /// <param name="between">Called after each round.</param>
    public static AlternatingBlocks Measure(
        int blocks, double seconds, Func<double, double>[] sides, Action? between = null)
    {
        var times = sides.Select(side =>
        {
            side(WarmUpSeconds);
            return new List<double>();
        }).ToArray();
        for (var block = 0; block < blocks; block++)
        {
            for (var side = 0; side < sides.Length; side++)
            {
                times[side].Add(sides[side](seconds));
            }

            between?.Invoke();
        }

        return new(
            [.. times.Select(static t => t.Min())],
            [.. times.Select(static t => t.Order().ElementAt(t.Count / 2))]);
    }

    /// <summary>The better of the last two sides over the better of the first two: the peer's over ours.</summary>
    /// <param name="times">One time for each side.</param>
    public static double Ratio(double[] times) => Math.Min(times[2], times[3]) / Math.Min(times[0], times[1]);
}
