using System.CommandLine;
using Flow.Cli.Views;
using Flow.Experiments.Outputs;
using Flow.Experiments.Running;
using Flow.Experiments.Training;

namespace Flow.Cli.Commands;

/// <summary>Trains the network of an experiment by discrete steps.</summary>
internal static class TrainCommand
{
    /// <summary>The verb.</summary>
    public static Verb Verb { get; } = new(
        "train",
        "Trains the network of an experiment by discrete (stochastic) gradient descent.",
        "train examples/digits-sgd.yaml --set train.batchSize=16",
        Configure);

    private static void Configure(Command command, CommandContext context)
    {
        var input = new ExperimentInput(command, canResume: true);
        command.SetAction(parsed => Run(input.Assemble(parsed), input.Resumed(parsed), context));
    }

    private static int Run(Experiment experiment, string? resumed, CommandContext context)
    {
        var terminal = context.Terminal;
        var directory = resumed ?? experiment.Config.Output.Directory;
        var progress = new ProgressView(terminal);
        var run = new TrainingRun(experiment, directory) { Progress = progress, Resumes = resumed is not null };
        var view = new ExperimentView(terminal, experiment);
        view.WriteNetwork();
        view.WriteSettings(TrainingView.SettingRows(run.Setup), directory);
        using var interruption = new Interruption(context.Cancellation);
        var result = progress.Around(() =>
            ExperimentInput.OnBackend(experiment, () => run.Run(interruption.Token)));
        terminal.Out.WriteLine();
        if (run.ResumedAt is { } step)
        {
            terminal.Out.WriteLine($"went on from step {Numbers.Count(step)}");
        }

        TrainingView.Write(terminal, result, run.Setup);
        ReportFile.Write(terminal, experiment.Config, directory);
        var status = result.Outcome.Status;
        if (status.IsSuccess || status == TrainingStatus.Cancelled)
        {
            return status.IsSuccess ? ExitCode.Done : ExitCode.Cancelled;
        }

        terminal.Error.WriteLine(result.Outcome.Report);
        return ExitCode.StoppedEarly;
    }
}
