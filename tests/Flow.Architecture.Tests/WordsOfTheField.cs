using System.Text.RegularExpressions;

namespace Flow.Architecture.Tests;

/// <summary>Sources and documents speak of the software, not of how it came about.</summary>
public partial class WordsOfTheField
{
    [Fact]
    public void Sources_and_documents_speak_of_the_software()
    {
        var files = Repository.Files("src", "*.cs").Concat(Repository.Files("docs", "*.md"))
            .Append(Path.Combine(Repository.Root, "README.md"));
        var found = files.SelectMany(static file => File.ReadLines(file)
            .Where(static line => Forbidden().IsMatch(line))
            .Select(line => $"{Repository.Relative(file)}: {line.Trim()}"));
        Assert.Empty(found);
    }

    [GeneratedRegex(
        @"\b(as requested|this issue|the issue tracker|our session|this session|ticket)\b", RegexOptions.IgnoreCase)]
    private static partial Regex Forbidden();
}
