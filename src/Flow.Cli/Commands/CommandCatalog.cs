using System.CommandLine;
using System.CommandLine.Help;

namespace Flow.Cli.Commands;

/// <summary>The verbs there are.</summary>
internal static class CommandCatalog
{
    /// <summary>One line for each verb.</summary>
    public static IReadOnlyList<Verb> All { get; } =
    [
        SimulateCommand.Verb,
        TrainCommand.Verb,
        CompareCommand.Verb,
        DeriveCommand.Verb,
        EvaluateCommand.Verb,
        AnalyzeCommand.Verb,
        StudyCommand.Verb,
        ReportCommand.Verb,
        ListCommand.Verb,
        BenchCommand.Verb,
        DoctorCommand.Verb,
    ];

    /// <summary>The command line with all verbs.</summary>
    /// <param name="name">The name of the program.</param>
    /// <param name="purpose">What it is for, one sentence.</param>
    /// <param name="context">What commands get from outside.</param>
    public static RootCommand Root(string name, string purpose, CommandContext context)
    {
        var root = new RootCommand(purpose) { HelpName = name };
        Explain(root, $"{name} {All[0].Example}", context.Terminal.Width);
        foreach (var verb in All)
        {
            var command = new Command(verb.Name, verb.Purpose);
            command.Options.Add(new HelpOption());
            Explain(command, $"{name} {verb.Example}", context.Terminal.Width);
            verb.Configure(command, context);
            root.Subcommands.Add(command);
        }

        return root;
    }

    private static void Explain(Command command, string example, int width)
    {
        foreach (var help in command.Options.OfType<HelpOption>())
        {
            help.Action = new HelpWithExample(new HelpAction { MaxWidth = width }, example);
        }
    }
}
