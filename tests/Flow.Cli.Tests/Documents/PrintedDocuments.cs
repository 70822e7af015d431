using System.Text.RegularExpressions;
using Flow.Cli.Views;

namespace Flow.Cli.Tests.Documents;

/// <summary>
/// Runs the commands of docs/equations.md and compares what they print with the page. With the environment variable
/// GRADFLOW_REWRITE set, the page is rewritten instead.
/// </summary>
public sealed partial class PrintedDocuments
{
    [Fact]
    public void Equations_page_shows_what_derive_prints()
    {
        var root = Repository.Root;
        var path = Path.Combine(root, "docs", "equations.md");
        var page = File.ReadAllText(path);
        var blocks = 0;
        var printed = CommandAndOutput().Replace(page, match =>
        {
            blocks++;
            var command = match.Groups["command"].Value;
            return $"```sh\n{command}\n```\n```text\n{Run(command, root)}\n```";
        });
        if (Environment.GetEnvironmentVariable("GRADFLOW_REWRITE") is { Length: > 0 })
        {
            File.WriteAllText(path, printed);
        }

        Assert.True(blocks >= 8, $"only {blocks} commands were found");
        Assert.Equal(page, printed);
    }

    private static string Run(string command, string root)
    {
        var arguments = Argument().Matches(command)
            .Select(match => match.Value.Trim('\''))
            .Skip(1)
            .Select(argument => argument.StartsWith("examples/", StringComparison.Ordinal)
                ? Path.Combine(root, argument)
                : argument)
            .ToList();
        using var output = new StringWriter { NewLine = "\n" };
        using var errors = new StringWriter { NewLine = "\n" };
        var code = Application.Run(arguments, new Terminal(output, errors));
        Assert.True(code == ExitCode.Done, $"{command}: {errors}");
        return output.ToString().ReplaceLineEndings("\n").TrimEnd('\n');
    }

    [GeneratedRegex(
        "```sh\n(?<command>gradflow derive [^\n]*)\n```\n```text\n(?<output>.*?)\n```", RegexOptions.Singleline)]
    private static partial Regex CommandAndOutput();

    [GeneratedRegex("'[^']*'|[^ ]+")]
    private static partial Regex Argument();
}
