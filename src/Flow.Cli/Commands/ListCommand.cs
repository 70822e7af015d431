using System.CommandLine;
using System.Globalization;
using Flow.Cli.Views;
using Flow.Experiments.Outputs;

namespace Flow.Cli.Commands;

/// <summary>Prints a catalog.</summary>
internal static class ListCommand
{
    /// <summary>The verb.</summary>
    public static Verb Verb { get; } = new(
        "list",
        "Prints what experiment files may name: " + string.Join(", ", Listing.All.Select(static l => l.Name)) + ".",
        "list observables --json",
        Configure);

    private static void Configure(Command command, CommandContext context)
    {
        var name = new Argument<string?>("CATALOG")
        {
            Arity = ArgumentArity.ZeroOrOne,
            Description = "One of " + string.Join(", ", Listing.All.Select(static listing => listing.Name)) + ".",
        };
        command.Arguments.Add(name);
        var json = JsonOption.AddTo(command);
        command.SetAction(parsed => Run(parsed.GetValue(name), parsed.GetValue(json), context.Terminal));
    }

    /// <summary>The order of a solver is a number, everything else is text.</summary>
    private static object Value(string field, string cell) => field == "order"
        ? int.Parse(cell, CultureInfo.InvariantCulture)
        : cell;

    private static int Run(string? name, bool asJson, Terminal terminal)
    {
        var known = Listing.All.Select(static listing => listing.Name).ToList();
        if (name is null)
        {
            throw new UsageException($"list needs the name of a catalog; catalogs: {string.Join(", ", known)}");
        }

        var listing = Listing.All.FirstOrDefault(candidate => candidate.Name == name)
            ?? throw new UsageException(
                $"unknown catalog '{name}'; {CommandLineCheck.Suggestion(name, known, "catalogs")}");
        var rows = listing.Rows().ToList();
        if (asJson)
        {
            terminal.Out.Write(JsonFile.ToText(rows.Select(row =>
                listing.Fields.Zip(row)
                .ToDictionary(static pair => pair.First, static pair => Value(pair.First, pair.Second)))));
        }
        else
        {
            TableView.Write(terminal, listing.Fields, rows);
        }

        return ExitCode.Done;
    }
}
