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
            network.Activation,
            string.Join(',', network.Channels));
        using OwnRhs one = new(network, 1), two = new(network, 2);
        var peak = 0.0;
        var times = AlternatingBlocks.Measure(
            blocks,
            BlockSeconds,
            [one.Block, two.Block, seconds => peer.Block(1, seconds), seconds => peer.Block(2, seconds)],
            () => peak = Math.Max(peak, PeakRate.Measure(network.Precision)));
        var least = times.Least;
        var rate = one.Flops / least[0];
        return string.Create(
            CultureInfo.InvariantCulture,
            $"| {network.Name} | {network.Arithmetic} | {Time(least[0])} | {Time(least[1])} | {Time(least[2])} "
            + $"| {Time(least[3])} | {AlternatingBlocks.Ratio(least):F2} | {AlternatingBlocks.Ratio(times.Middle):F2} "
            + $"| {rate:F1} | {rate / peak:P0} "
            + $"| {least[0] / least[1]:F2} |");
    }

    private static string Time(double nanoseconds) =>
        string.Create(CultureInfo.InvariantCulture, $"{nanoseconds / 1e3:G4} us");
}
