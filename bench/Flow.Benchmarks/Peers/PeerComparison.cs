using System.Globalization;
using Flow.Benchmarks.Kernels;

namespace Flow.Benchmarks.Peers;

/// <summary>
/// The right-hand side against PyTorch's plain gradient of the same network: both with one and two threads, in blocks
/// that alternate so that other processes disturb all alike.
/// </summary>
internal static class PeerComparison
{
    private const double BlockSeconds = 0.02;

    /// <summary>Long enough for the runtime to put optimised code in place, on a busy machine too.</summary>
    private const double WarmUpSeconds = 1;

    /// <summary>Prints a table row for each case.</summary>
    public static void Print(TextWriter output, string python, string script, int blocks, IEnumerable<RhsCase> cases)
    {
        output.WriteLine(
            "| network | arithmetic | ours, 1 thread | 2 threads | peer, 1 thread | 2 threads | ratio of minima "
            + "| ratio of medians | GF, 1 thread | of the peak | speed-up |");
        output.WriteLine("|---|---|---|---|---|---|---|---|---|---|---|");
        foreach (var network in cases)
        {
            output.WriteLine(Row(network, python, script, blocks));
        }
    }

    private static string Row(RhsCase network, string python, string script, int blocks)
    {
        using var peer = new PeerProcess(
            python,
            script,
            string.Join(',', network.Widths),
            network.Samples.ToString(CultureInfo.InvariantCulture),
            network.Arithmetic,
            network.Activation);
        using OwnRhs one = new(network, 1), two = new(network, 2);
        Func<double>[] sides =
        [
            () => one.Block(BlockSeconds), () => two.Block(BlockSeconds),
            () => peer.Block(1, BlockSeconds), () => peer.Block(2, BlockSeconds),
        ];
        var times = sides.Select(static _ => new List<double>()).ToArray();
        var peak = 0.0;
        one.Block(WarmUpSeconds);
        two.Block(WarmUpSeconds);
        peer.Block(1, WarmUpSeconds);
        for (var block = 0; block < blocks; block++)
        {
            for (var side = 0; side < sides.Length; side++)
            {
                times[side].Add(sides[side]());
            }

            peak = Math.Max(peak, PeakRate.Measure(network.Precision));
        }

        double[] least = [.. times.Select(static t => t.Min())];
        double[] middle = [.. times.Select(static t => t.Order().ElementAt(t.Count / 2))];
        var rate = one.Flops / least[0];
        return string.Create(
            CultureInfo.InvariantCulture,
            $"| {network.Name} | {network.Arithmetic} | {Time(least[0])} | {Time(least[1])} | {Time(least[2])} "
            + $"| {Time(least[3])} | {Ratio(least):F2} | {Ratio(middle):F2} | {rate:F1} | {rate / peak:P0} "
            + $"| {least[0] / least[1]:F2} |");
    }

    /// <summary>The better of the peer's times over the better of ours.</summary>
    private static double Ratio(double[] times) => Math.Min(times[2], times[3]) / Math.Min(times[0], times[1]);

    private static string Time(double nanoseconds) =>
        string.Create(CultureInfo.InvariantCulture, $"{nanoseconds / 1e3:G4} us");
}
