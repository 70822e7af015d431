using System.CommandLine;
using Flow.Cli.Views;
using Flow.Experiments.Outputs;
using Flow.Experiments.Reporting;

namespace Flow.Cli.Commands;

/// <summary>Writes the HTML report of one or several runs.</summary>
internal static class ReportCommand
{
    /// <summary>The verb.</summary>
    public static Verb Verb { get; } = new(
        "report",
        "Writes the HTML report of a run into its directory, or one page on several runs.",
        "report runs/digits-3-vs-8 runs/digits-swish --output both.html",
        Configure);

    private static void Configure(Command command, CommandContext context)
    {
        var directories = new Argument<string[]>("DIR")
        {
            Arity = ArgumentArity.ZeroOrMore,
            Description = "Directories of runs; they may still be going on.",
        };
        var output = new Option<string?>("--output")
        {
            HelpName = "file",
            Description = "The page; DIR/report.html for one run, report.html here for several by default.",
        };
        command.Arguments.Add(directories);
        command.Options.Add(output);
        command.SetAction(parsed => Run(parsed.GetValue(directories) ?? [], parsed.GetValue(output), context));
    }

    private static int Run(string[] directories, string? output, CommandContext context)
    {
        if (directories.Length == 0)
        {
            throw new UsageException("report needs a run directory, such as runs/digits-3-vs-8");
        }

        var page = HtmlReport.Page([.. directories.Select(RunFiles.Read)]);
        var path = output ?? Path.Combine(directories.Length == 1 ? directories[0] : ".", HtmlReport.FileName);
        AtomicFile.WriteText(path, page);
        ResultView.WriteFiles(context.Terminal, [path]);
        return ExitCode.Done;
    }
}
