using System.Text.RegularExpressions;

namespace Flow.Architecture.Tests;

public partial class FileBudgets
{
    private const int LongestFile = 300;
    private const int LongestLine = 120;

    private static IEnumerable<string> Sources =>
        Repository.Files("src", "*.cs").Concat(Repository.Files("tests", "*.cs")).Select(Repository.Relative);

    [Fact]
    public void Files_have_at_most_300_lines_of_at_most_120_columns()
    {
        var violations = Sources.SelectMany(Violations).ToList();
        Assert.True(violations.Count == 0, string.Join('\n', violations));
    }

    [Fact]
    public void No_type_has_a_name_that_says_nothing()
    {
        var names = Repository.Files("src", "*.cs").SelectMany(static file => TypeDeclaration()
            .Matches(File.ReadAllText(file))
            .Select(match => $"{Repository.Relative(file)}: {match.Groups["name"].Value}"));
        Assert.DoesNotContain(names, static name => EmptyName().IsMatch(name));
    }

    [Fact]
    public void No_source_is_unfinished()
    {
        var marks = Repository.Files("src", "*.cs")
            .Where(static file => UnfinishedMark().IsMatch(File.ReadAllText(file)));
        Assert.Empty(marks.Select(Repository.Relative));
    }

    private static IEnumerable<string> Violations(string file)
    {
        var lines = Repository.Text(file).Split('\n');
        if (lines.Length - 1 > LongestFile)
        {
            yield return $"{file} has {lines.Length - 1} lines";
        }

        for (var i = 0; i < lines.Length; i++)
        {
            if (lines[i].Length > LongestLine)
            {
                yield return $"{file}:{i + 1} has {lines[i].Length} columns";
            }
        }
    }

    [GeneratedRegex(@"\b(?:class|struct|record|interface|enum) (?<name>[A-Z]\w*)")]
    private static partial Regex TypeDeclaration();

    [GeneratedRegex(@"(Manager|Helper|Common)$|Util(s|ity|ities)?$|Impl$")]
    private static partial Regex EmptyName();

    [GeneratedRegex(@"\bTODO\b|\bFIXME\b|NotImplementedException|\bHACK\b")]
    private static partial Regex UnfinishedMark();
}
