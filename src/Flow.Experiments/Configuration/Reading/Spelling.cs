namespace Flow.Experiments.Configuration.Reading;

/// <summary>Finds the name a person probably meant.</summary>
internal static class Spelling
{
    /// <summary>"did you mean 'x'? Known: ...", or only the known names when none is near.</summary>
    public static string Suggest(string name, IEnumerable<string> known, string what)
    {
        string[] names = [.. known];
        string? nearest = names.MinBy(candidate => Distance(name, candidate));
        string list = $"{what}: {string.Join(", ", names)}";
        return nearest is not null && Distance(name, nearest) <= Math.Max(2, name.Length / 3)
            ? $"did you mean '{nearest}'? ({list})"
            : list;
    }

    /// <summary>Insertions, deletions, replacements and swaps of neighbours, ignoring case.</summary>
    public static int Distance(string left, string right)
    {
        string a = left.ToLowerInvariant();
        string b = right.ToLowerInvariant();
        var cost = new int[a.Length + 1, b.Length + 1];
        for (int i = 0; i <= a.Length; i++)
        {
            for (int j = 0; j <= b.Length; j++)
            {
                cost[i, j] = i == 0 || j == 0 ? i + j : Cheapest(cost, a, b, i, j);
            }
        }

        return cost[a.Length, b.Length];
    }

    private static int Cheapest(int[,] cost, string a, string b, int i, int j)
    {
        int replaced = cost[i - 1, j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
        int best = Math.Min(replaced, 1 + Math.Min(cost[i - 1, j], cost[i, j - 1]));
        bool swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
        return swapped ? Math.Min(best, cost[i - 2, j - 2] + 1) : best;
    }
}
