using Flow.Experiments.Configuration;
using Flow.Experiments.Randomness;

namespace Flow.Experiments.Data;

/// <summary>Holds out round(fraction N) records chosen at random; both parts keep the order of the file.</summary>
internal static class TestSplit
{
    public static (RawRecords Training, RawRecords Test) Split(
        RawRecords records, TestConfig config, DataContext context)
    {
        int held = (int)Math.Round(config.Fraction * records.Count);
        if (held == 0 || held == records.Count)
        {
            throw context.Positions.Error(
                "data.test.fraction", $"fraction {config.Fraction} of {records.Count} records leaves one part empty",
                "choose a fraction that leaves records on both sides");
        }

        int[] order = [.. Enumerable.Range(0, records.Count)];
        Xoshiro256StarStar.Stream(config.Seed, RandomPurpose.TestSplit).Shuffle(order.AsSpan());
        Array.Sort(order, 0, held);
        Array.Sort(order, held, order.Length - held);
        return (records.Select(order.AsSpan(held)), records.Select(order.AsSpan(0, held)));
    }
}
