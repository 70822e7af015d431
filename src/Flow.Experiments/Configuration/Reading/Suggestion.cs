using Flow.Symbolic.Functions;

namespace Flow.Experiments.Configuration.Reading;

/// <summary>Says what would be right instead of an unknown name.</summary>
internal static class Suggestion
{
    /// <summary>"did you mean 'x'? Known: ...", or only the known names when none is near.</summary>
    public static string For(string name, IEnumerable<string> known, string what)
    {
        string[] names = [.. known];
        var nearest = names.MinBy(candidate => Spelling.Distance(name, candidate));
        var list = $"{what}: {string.Join(", ", names)}";
        return nearest is not null && Spelling.Distance(name, nearest) <= Math.Max(2, name.Length / 3)
            ? $"did you mean '{nearest}'? ({list})"
            : list;
    }
}
