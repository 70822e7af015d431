using System.CommandLine;
using Flow.Cli.Views;
using Flow.Experiments.Outputs;
using Flow.Experiments.Running;
using Flow.Integrators;

namespace Flow.Cli.Commands;

/// <summary>Integrates the flow of an experiment.</summary>
internal static class SimulateCommand
{
    /// <summary>The verb.</summary>
    public static Verb Verb { get; } = new(
        "simulate",
        "Integrates the gradient flow of an experiment and writes its trajectory.",
        "simulate examples/digits-swish.yaml --set flow.tEnd=10",
        Configure);

    private static void Configure(Command command, CommandContext context)
    {
        var input = new ExperimentInput(command, canResume: true);
        var certify = new Option<bool>("--certify")
        {
            Description = "Estimates the errors by companion runs, as flow.certify=true.",
        };
        command.Options.Add(certify);
        command.SetAction(parsed => Run(
            input.Assemble(parsed, parsed.GetValue(certify) ? ["flow.certify=true"] : []),
            input.Resumed(parsed),
            context));
    }

    private static int Run(Experiment experiment, string? resumed, CommandContext context)
    {
        var terminal = context.Terminal;
        var directory = resumed ?? experiment.Config.Output.Directory;
        var progress = new ProgressView(terminal);
        FlowRun? run = null;
        run = new FlowRun(experiment, directory)
        {
            Progress = progress,
            Ready = () => Announce(run!),
            Resumes = resumed is not null,
        };
        using var interruption = new Interruption(context.Cancellation);
        var result = progress.Around(() =>
            ExperimentInput.OnBackend(experiment, () => run.Run(interruption.Token)));
        terminal.Out.WriteLine();
        ResultView.Write(terminal, result);
        ReportFile.Write(terminal, experiment.Config, directory);
        var status = result.Integration.Status;
        if (result.Certificate is { IsCancelled: true } && status.IsSuccess)
        {
            terminal.Error.WriteLine("the certificate was cancelled; the results of the run are complete");
            return ExitCode.Cancelled;
        }

        if (status == IntegrationStatus.Cancelled)
        {
            terminal.Error.WriteLine(result.Advice);
            return ExitCode.Cancelled;
        }

        if (status.IsSuccess)
        {
            return ExitCode.Done;
        }

        terminal.Error.WriteLine(result.Advice);
        return ExitCode.StoppedEarly;

        void Announce(FlowRun ready)
        {
            var view = new ExperimentView(terminal, experiment);
            view.WriteNetwork();
            view.WriteSettings(ready.Choice, directory);
            if (ready.ResumedAt is { } point)
            {
                var steps = Numbers.Count(point.Statistics.AcceptedSteps);
                terminal.Out.WriteLine($"goes on from t = {Numbers.Short(point.Time)}, after {steps} accepted steps");
            }

            if (ready.ReplacesEarlierRun)
            {
                terminal.Error.WriteLine($"{directory} held an earlier run; its files are replaced");
            }

            if (ready.LeftOut.Count > 0)
            {
                terminal.Error.WriteLine(
                    $"left out: {string.Join(", ", ready.LeftOut)}; {ready.Choice.Solver.Name} steps over kinks, "
                    + "pab and filippov follow them");
            }
        }
    }
}
