using System.CommandLine;
using System.CommandLine.Parsing;
using Flow.Symbolic.Functions;

namespace Flow.Cli.Commands;

/// <summary>Turns what the parser could not place into one message.</summary>
internal static class CommandLineCheck
{
    /// <summary>Refuses command lines with unknown verbs or options, or with too many or missing values.</summary>
    /// <param name="parsed">The command line.</param>
    /// <exception cref="UsageException">The command line is wrong.</exception>
    public static void Check(ParseResult parsed)
    {
        if (parsed.Action is HelpWithExample)
        {
            return;
        }

        var command = parsed.CommandResult.Command;
        if (command is RootCommand && parsed.UnmatchedTokens is [[not '-', ..] verb, ..])
        {
            var verbs = CommandCatalog.All.Select(static v => v.Name).ToList();
            throw new UsageException($"unknown verb '{verb}'; {Suggestion(verb, verbs, "verbs")}");
        }

        if (UnknownOption(parsed) is { } option)
        {
            var known = command.Options.Where(static o => !o.Hidden).Select(static o => o.Name).ToList();
            throw new UsageException($"unknown option '{option}'{Of(command)}; {Suggestion(option, known, "options")}");
        }

        if (parsed.UnmatchedTokens is [var extra, ..])
        {
            throw new UsageException(
                $"unexpected '{extra}' after {command.Name}; gradflow {command.Name} --help shows what fits");
        }

        if (parsed.Errors is [var error, ..])
        {
            throw new UsageException($"{error.Message.TrimEnd('.')}; gradflow --help shows what fits");
        }
    }

    /// <summary>A word that looks like an option but is none; the parser would take it for a file.</summary>
    private static string? UnknownOption(ParseResult parsed)
    {
        var beforeDashes = parsed.Tokens.TakeWhile(static token => token.Type != TokenType.DoubleDash)
            .Select(static token => token.Value).ToHashSet();
        return parsed.CommandResult.Children.OfType<ArgumentResult>()
            .SelectMany(static argument => argument.Tokens.Select(static token => token.Value))
            .Concat(parsed.UnmatchedTokens)
            .FirstOrDefault(word => word.Length > 1 && word[0] == '-' && beforeDashes.Contains(word));
    }

    private static string Of(Command command) => command is RootCommand ? string.Empty : $" of {command.Name}";

    /// <summary>The nearest known word, if one is near, and all of them.</summary>
    internal static string Suggestion(string word, List<string> known, string what)
    {
        var nearest = known.MinBy(name => Spelling.Distance(word, name))!;
        var list = $"{what}: {string.Join(", ", known)}";
        return Spelling.Distance(word, nearest) <= Math.Max(2, word.Length / 3)
            ? $"did you mean '{nearest}'? ({list})"
            : list;
    }
}
