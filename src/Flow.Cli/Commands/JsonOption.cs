using System.CommandLine;

namespace Flow.Cli.Commands;

/// <summary>The option --json of verbs whose result other programs read.</summary>
internal static class JsonOption
{
    /// <summary>Adds the option.</summary>
    /// <param name="command">The command.</param>
    public static Option<bool> AddTo(Command command)
    {
        var option = new Option<bool>("--json") { Description = "Prints the result as JSON." };
        command.Options.Add(option);
        return option;
    }
}
