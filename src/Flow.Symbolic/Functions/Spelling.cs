namespace Flow.Symbolic.Functions;

/// <summary>Finds the name that somebody who misspelled one probably meant.</summary>
public static class Spelling
{
    /// <summary>
    /// The candidate with the fewest edits from a name, null where even that needs more edits than half the letters of
    /// the name.
    /// </summary>
    /// <param name="name">The misspelled name.</param>
    /// <param name="candidates">The names that exist; the first of equally near ones is taken.</param>
    public static string? Nearest(string name, params IEnumerable<string> candidates)
    {
        var nearest = candidates
            .Select(candidate => (Candidate: candidate, Edits: Distance(name, candidate)))
            .OrderBy(static pair => pair.Edits)
            .FirstOrDefault((Candidate: string.Empty, Edits: int.MaxValue));
        return nearest.Edits <= name.Length / 2 ? nearest.Candidate : null;
    }

    /// <summary>
    /// The least number of insertions, deletions, replacements and swaps of neighbours that turn one word into
    /// another, ignoring case (F. J. Damerau, A technique for computer detection and correction of spelling errors,
    /// 1964, without edits inside a swap).
    /// </summary>
    /// <param name="left">A word.</param>
    /// <param name="right">Another word.</param>
    public static int Distance(string left, string right)
    {
        var (a, b) = (left.ToLowerInvariant(), right.ToLowerInvariant());
        var cost = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++)
        {
            for (var j = 0; j <= b.Length; j++)
            {
                cost[i, j] = i == 0 || j == 0 ? i + j : Cheapest(cost, a, b, i, j);
            }
        }

        return cost[a.Length, b.Length];
    }

    private static int Cheapest(int[,] cost, string a, string b, int i, int j)
    {
        var replaced = cost[i - 1, j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
        var best = Math.Min(replaced, 1 + Math.Min(cost[i - 1, j], cost[i, j - 1]));
        var swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
        return swapped ? Math.Min(best, cost[i - 2, j - 2] + 1) : best;
    }
}
