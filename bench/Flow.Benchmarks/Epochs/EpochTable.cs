using System.Globalization;
using Flow.Benchmarks.Peers;

namespace Flow.Benchmarks.Epochs;

/// <summary>An epoch of mini-batch SGD against PyTorch's, one and two threads each, in blocks that alternate.</summary>
internal static class EpochTable
{
    private const double BlockSeconds = 0.05;

    /// <summary>Prints a table row for each case.</summary>
    public static void Print(TextWriter output, string python, string script, int blocks)
    {
        output.WriteLine(
            "| network | batch | arithmetic | ours, 1 thread | 2 threads | peer, 1 thread | 2 threads "
            + "| ratio of minima | ratio of medians |");
        output.WriteLine("|---|---|---|---|---|---|---|---|---|");
        foreach (var network in EpochCase.All)
        {
            output.WriteLine(Row(network, python, script, blocks));
        }
    }

    private static string Row(EpochCase network, string python, string script, int blocks)
    {
        using var peer = new PeerProcess(
            python,
            script,
            string.Join(',', network.Widths),
            network.Samples.ToString(CultureInfo.InvariantCulture),
            network.Arithmetic,
            network.Batch.ToString(CultureInfo.InvariantCulture));
        using OwnEpoch one = new(network, 1), two = new(network, 2);
        var times = AlternatingBlocks.Measure(
            blocks,
            BlockSeconds,
            [one.Block, two.Block, seconds => peer.Block(1, seconds), seconds => peer.Block(2, seconds)]);
        var least = times.Least;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"| {network.Name} | {network.Batch} | {network.Arithmetic} | {Time(least[0])} | {Time(least[1])} "
            + $"| {Time(least[2])} | {Time(least[3])} | {AlternatingBlocks.Ratio(least):F2} "
            + $"| {AlternatingBlocks.Ratio(times.Middle):F2} |");
    }

    private static string Time(double nanoseconds) =>
        string.Create(CultureInfo.InvariantCulture, $"{nanoseconds / 1e6:G4} ms");
}
