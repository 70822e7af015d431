namespace Flow.Cli.Commands;

/// <summary>How far two words are apart.</summary>
internal static class EditDistance
{
    /// <summary>The least number of insertions, deletions and replacements, ignoring case.</summary>
    /// <param name="left">A word.</param>
    /// <param name="right">Another word.</param>
    public static int Between(string left, string right)
    {
        var row = Enumerable.Range(0, right.Length + 1).ToArray();
        for (var i = 1; i <= left.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= right.Length; j++)
            {
                var same = char.ToLowerInvariant(left[i - 1]) == char.ToLowerInvariant(right[j - 1]);
                var replaced = diagonal + (same ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(replaced, 1 + Math.Min(row[j], row[j - 1]));
            }
        }

        return row[^1];
    }
}
