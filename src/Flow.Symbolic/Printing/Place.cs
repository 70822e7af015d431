using System.Collections.Immutable;

namespace Flow.Symbolic.Printing;

/// <summary>Where an expression is printed.</summary>
/// <param name="Indices">
/// For each dimension of its value: the letter of an index; empty for an index that is there but not shown; null for
/// a dimension that is seen whole, as those of a matrix are.
/// </param>
/// <param name="Scope">The letters in use around it.</param>
internal sealed record Place(ImmutableArray<string?> Indices, ImmutableArray<string> Scope)
{
    private static readonly ImmutableArray<string> SampleLetters = ["n", "m", "k", "l", "p", "q", "r", "s"];
    private static readonly ImmutableArray<string> IndexLetters =
        ["i", "j", "k", "l", "p", "q", "r", "s", "a", "b", "c", "d"];

    /// <summary>The letters that are shown.</summary>
    public ImmutableArray<string> Letters => [.. Indices.Where(static i => !string.IsNullOrEmpty(i)).Select(i => i!)];

    /// <summary>Whether a dimension is seen whole.</summary>
    public bool HasWhole => Indices.Contains(null);

    /// <summary>A scalar in the same surroundings.</summary>
    public Place ForScalar => this with { Indices = [] };

    /// <summary>A letter for a sample that is not among those in use.</summary>
    public static string FreshSample(IEnumerable<string> used) => Fresh(SampleLetters, used);

    /// <summary>A letter for an index that is not among those in use.</summary>
    public static string FreshIndex(IEnumerable<string> used) => Fresh(IndexLetters, used);

    private static string Fresh(ImmutableArray<string> letters, IEnumerable<string> used)
    {
        var taken = used.ToHashSet();
        var numbered = Enumerable.Range(1, int.MaxValue - 1).Select(i => $"{letters[0]}_{i}");
        return letters.Concat(numbered).First(letter => !taken.Contains(letter));
    }
}
