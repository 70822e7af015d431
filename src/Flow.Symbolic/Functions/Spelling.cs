namespace Flow.Symbolic.Functions;

/// <summary>Finds the name that somebody who misspelled one probably meant.</summary>
public static class Spelling
{
    /// <summary>
    /// The candidate with the fewest single-character edits (insert, delete, replace) from a name, null where even
    /// that needs more edits than half the letters of the name.
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

    private static int Distance(string a, string b)
    {
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 0; i < a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i + 1;
            for (var j = 0; j < b.Length; j++)
            {
                var same = char.ToLowerInvariant(a[i]) == char.ToLowerInvariant(b[j]);
                var replaced = diagonal + (same ? 0 : 1);
                diagonal = row[j + 1];
                row[j + 1] = Math.Min(replaced, Math.Min(row[j], diagonal) + 1);
            }
        }

        return row[b.Length];
    }
}
