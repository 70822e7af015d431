using Flow.Experiments.Configuration;
using Flow.Experiments.Randomness;

namespace Flow.Experiments.Data;

/// <summary>Replaces the class of round(fraction N) samples, chosen at random, by another class, uniformly.</summary>
internal static class LabelNoise
{
    public static void Apply(int[] indices, int classes, DataConfig config)
    {
        int flips = (int)Math.Round(config.LabelNoise * indices.Length);
        if (flips == 0)
        {
            return;
        }

        Xoshiro256StarStar random = Xoshiro256StarStar.Stream(config.Seed, RandomPurpose.LabelNoise);
        int[] order = [.. Enumerable.Range(0, indices.Length)];
        random.Shuffle(order.AsSpan());
        foreach (int n in order.AsSpan(0, flips))
        {
            indices[n] = (indices[n] + 1 + random.NextInteger(classes - 1)) % classes;
        }
    }
}
