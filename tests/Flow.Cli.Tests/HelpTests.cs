using Flow.Cli.Commands;

namespace Flow.Cli.Tests;

/// <summary>
/// Help texts against Expected/help.txt; with the environment variable GRADFLOW_REWRITE set, the file is rewritten.
/// </summary>
public sealed class HelpTests
{
    private static readonly string Expected = Path.Combine(Repository.Root, "tests/Flow.Cli.Tests/Expected/help.txt");

    [Fact]
    public void Help_of_every_verb_is_as_recorded()
    {
        var texts = CommandCatalog.All.Select(static verb => verb.Name).Prepend(string.Empty)
            .Select(static verb => Help(verb));
        var found = string.Join("\n", texts);
        if (Environment.GetEnvironmentVariable("GRADFLOW_REWRITE") is { Length: > 0 })
        {
            File.WriteAllText(Expected, found);
        }

        Assert.Equal(File.ReadAllText(Expected), found);
    }

    [Fact]
    public void Help_of_every_verb_has_its_purpose_and_an_example()
    {
        foreach (var verb in CommandCatalog.All)
        {
            var help = Help(verb.Name);
            Assert.Contains(verb.Purpose, help, StringComparison.Ordinal);
            Assert.Contains($"Example:\n  gradflow {verb.Example}\n", help, StringComparison.Ordinal);
            Assert.StartsWith(verb.Name, verb.Example, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Help_is_shown_although_the_rest_of_the_line_is_wrong()
    {
        var run = CommandRun.Of("simulate", "--nonsense", "--help");

        Assert.Equal(ExitCode.Done, run.Code);
        Assert.Contains("Usage:", run.Out, StringComparison.Ordinal);
    }

    private static string Help(string verb)
    {
        string[] words = verb.Length == 0 ? ["--help"] : [verb, "--help"];
        var run = CommandRun.Of(words);
        Assert.Equal(ExitCode.Done, run.Code);
        Assert.Empty(run.Error);
        return $"$ gradflow {string.Join(' ', words)}\n{run.Out}";
    }
}
