using Flow.Experiments.Data;

namespace Flow.Experiments.Certifying;

/// <summary>Samples whose inputs have the same direction: they reach the kinks of the first layer together, and where
/// their targets differ, what the flow does there is not decided pair by pair.</summary>
internal static class CoincidentKinks
{
    private const int Digits = 12;

    /// <summary>The first two such samples, null where there are none; inputs of zeros do not count.</summary>
    public static (int First, int Second)? Find(Dataset data)
    {
        var seen = new Dictionary<int, List<int>>();
        var (row, other) = (new double[data.Dimension], new double[data.Dimension]);
        for (var n = 0; n < data.Count; n++)
        {
            if (!TryDirection(data, n, row))
            {
                continue;
            }

            var hash = new HashCode();
            foreach (var value in row)
            {
                hash.Add(value);
            }

            var key = hash.ToHashCode();
            if (!seen.TryGetValue(key, out var alike))
            {
                seen[key] = alike = [];
            }

            foreach (var earlier in alike)
            {
                TryDirection(data, earlier, other);
                if (row.AsSpan().SequenceEqual(other))
                {
                    return (earlier, n);
                }
            }

            alike.Add(n);
        }

        return null;
    }

    private static bool TryDirection(Dataset data, int sample, double[] direction)
    {
        var input = data.Inputs.AsSpan(sample * data.Dimension, data.Dimension);
        var square = 0.0;
        foreach (var value in input)
        {
            square += value * value;
        }

        var norm = Math.Sqrt(square);
        for (var i = 0; i < input.Length && norm > 0; i++)
        {
            // Adding 0 makes -0 and 0 the same.
            direction[i] = Math.Round(input[i] / norm, Digits) + 0.0;
        }

        return norm > 0;
    }
}
