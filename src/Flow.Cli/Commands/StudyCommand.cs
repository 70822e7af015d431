using System.CommandLine;
using Flow.Cli.Views;
using Flow.Experiments.Configuration;
using Flow.Experiments.Outputs;
using Flow.Experiments.Running;
using Flow.Experiments.Studies;

namespace Flow.Cli.Commands;

/// <summary>Carries out a study: several runs of a preset, figures and findings.</summary>
internal static class StudyCommand
{
    /// <summary>The verb.</summary>
    public static Verb Verb { get; } = new(
        "study",
        "Carries out several runs that together show something, with figures: "
            + string.Join(", ", StudyCatalog.All.Select(static study => study.Name)) + ".",
        "study vanishing-decay --output runs/vanishing-decay",
        Configure);

    private static void Configure(Command command, CommandContext context)
    {
        var name = new Argument<string?>("NAME")
        {
            Arity = ArgumentArity.ZeroOrOne,
            Description = "A study (gradflow list studies).",
        };
        var overrides = new Option<string[]>("--set")
        {
            HelpName = "a.b=c",
            Arity = ArgumentArity.OneOrMore,
            AllowMultipleArgumentsPerToken = false,
            Description = "Replaces a key of the study's preset in every run; may be repeated.",
        };
        var output = new Option<string?>("--output")
        {
            HelpName = "directory",
            Description = "Where runs, figures and study.json go; runs/study-NAME by default.",
        };
        command.Arguments.Add(name);
        command.Options.Add(overrides);
        command.Options.Add(output);
        command.SetAction(parsed => Run(
            Find(parsed.GetValue(name)), parsed.GetValue(overrides) ?? [], parsed.GetValue(output), context));
    }

    private static Study Find(string? name)
    {
        var known = StudyCatalog.All.Select(static study => study.Name).ToList();
        return name is null
            ? throw new UsageException($"study needs a name; studies: {string.Join(", ", known)}")
            : StudyCatalog.All.FirstOrDefault(study => study.Name == name)
                ?? throw new UsageException(
                    $"unknown study '{name}'; {CommandLineCheck.Suggestion(name, known, "studies")}");
    }

    private static int Run(Study study, string[] overrides, string? output, CommandContext context)
    {
        var terminal = context.Terminal;
        var preset = Preset.Named(study.Preset)!;
        using var interruption = new Interruption(context.Cancellation);
        terminal.Out.WriteLine($"{study.Name}: {study.Purpose}");
        var run = new StudyRun(study, Read, output ?? $"runs/study-{study.Name}")
        {
            Starting = variant => terminal.Error.WriteLine(
                $"{(variant.Trains ? "train" : "simulate")} {preset.Name}: {variant.Label}"),
        };
        try
        {
            var (findings, files) = run.Run(interruption.Token);
            TableView.Write(terminal, ["run", "quantity", "measured", "by law"],
            [
                .. findings.Select(static f => new[]
                {
                    f.Part, f.Quantity, Numbers.Short(f.Value),
                    f.Law is { } law ? Numbers.Short(law) : string.Empty,
                }),
            ]);
            ResultView.WriteFiles(terminal, files);
            return ExitCode.Done;
        }
        catch (StudyException failure)
        {
            terminal.Error.WriteLine(failure.Message);
            return ExitCode.StoppedEarly;
        }

        // What the user sets comes last but for the directory of the run.
        ConfigDocument Read(IReadOnlyList<string> own) => ConfigReader.ReadText(
            preset.Text, preset.FileName, Directory.GetCurrentDirectory(), Catalogs.Names,
            [.. own.SkipLast(1), .. overrides, own[^1]]);
    }
}
