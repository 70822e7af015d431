using System.CommandLine;
using Flow.Cli.Derivations;
using Flow.Cli.Views;

namespace Flow.Cli.Commands;

/// <summary>Prints the derived equations of an experiment.</summary>
internal static class DeriveCommand
{
    /// <summary>The verb.</summary>
    public static Verb Verb { get; } = new(
        "derive",
        "Prints the equations of the gradient flow that are derived from an experiment.",
        "derive examples/digits-3-vs-8.yaml --format latex",
        Configure);

    private static void Configure(Command command, CommandContext context)
    {
        var input = new ExperimentInput(command);
        var format = new Option<string>("--format")
        {
            HelpName = string.Join('|', DerivationFormat.All.Select(static f => f.Name)),
            Description = string.Join("; ", DerivationFormat.All.Select(static f => $"{f.Name}: {f.Purpose}")) + ".",
            DefaultValueFactory = static _ => DerivationFormat.All[0].Name,
        };
        command.Options.Add(format);
        command.SetAction(parsed =>
        {
            var chosen = Find(parsed.GetValue(format)!);
            return Run(input.Derive(parsed), chosen, context.Terminal);
        });
    }

    private static DerivationFormat Find(string name)
    {
        var known = DerivationFormat.All.Select(static format => format.Name).ToList();
        return DerivationFormat.All.FirstOrDefault(format => format.Name == name)
            ?? throw new UsageException(
                $"unknown format '{name}'; {CommandLineCheck.Suggestion(name, known, "formats")}");
    }

    private static int Run(DerivedFlow flow, DerivationFormat format, Terminal terminal)
    {
        foreach (var line in format.Lines(flow))
        {
            terminal.Out.WriteLine(line);
        }

        return ExitCode.Done;
    }
}
