using System.CommandLine;
using Flow.Cli.Views;
using Flow.Experiments.Comparing;
using Flow.Experiments.Running;

namespace Flow.Cli.Commands;

/// <summary>Compares the flow with discrete training.</summary>
internal static class CompareCommand
{
    /// <summary>The verb.</summary>
    public static Verb Verb { get; } = new(
        "compare",
        "Compares the flow with discrete training from the same start at equal times.",
        "compare examples/digits-projected.yaml --set flow.tEnd=5",
        Configure);

    private static void Configure(Command command, CommandContext context)
    {
        var input = new ExperimentInput(command);
        command.SetAction(parsed => Run(input.Assemble(parsed), context));
    }

    private static int Run(Experiment experiment, CommandContext context)
    {
        var terminal = context.Terminal;
        var directory = experiment.Config.Output.Directory;
        var progress = new ProgressView(terminal);
        var comparison = new FlowComparison(experiment, directory) { Progress = progress };
        var view = new ExperimentView(terminal, experiment);
        view.WriteNetwork();
        var rows = ComparisonView.SettingRows(comparison, experiment.Config).Prepend(view.SolverRow(comparison.Choice));
        view.WriteSettings(rows, directory);
        using var interruption = new Interruption(context.Cancellation);
        var result = progress.Around(() =>
            ExperimentInput.OnBackend(experiment, () => comparison.Run(interruption.Token)));
        terminal.Out.WriteLine();
        ComparisonView.Write(terminal, result);
        ReportFile.Write(terminal, experiment.Config, directory);
        if (result.IsCancelled || result.Flow.IsSuccess)
        {
            return result.IsCancelled ? ExitCode.Cancelled : ExitCode.Done;
        }

        terminal.Error.WriteLine(result.Report);
        return ExitCode.StoppedEarly;
    }
}
