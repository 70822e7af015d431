using System.CommandLine;
using Flow.Cli.Views;
using Flow.Experiments.Analyzing;
using Flow.Experiments.Outputs;
using Flow.Experiments.Running;
using Flow.Integrators;
using Flow.Integrators.Spaces;

namespace Flow.Cli.Commands;

/// <summary>Analyzes where a flow ends: equilibrium, Jacobian spectrum, zero eigenvalues.</summary>
internal static class AnalyzeCommand
{
    /// <summary>The verb.</summary>
    public static Verb Verb { get; } = new(
        "analyze",
        "Runs the flow, or takes a finished run directory, searches the equilibrium near its end and analyzes it.",
        "analyze examples/digits-swish.yaml --set flow.tEnd=200",
        Configure);

    private static void Configure(Command command, CommandContext context)
    {
        var input = new ExperimentInput(command, takesRuns: true);
        var spectrum = new Option<string>("--spectrum")
        {
            HelpName = "method",
            Description = $"auto (dense up to {FlowAnalysis.LargestDense} unknowns), dense or lanczos.",
            DefaultValueFactory = static _ => "auto",
        };
        spectrum.AcceptOnlyFromAmong([.. Enum.GetNames<SpectrumMethod>().Select(Lower)]);
        var keep = new Option<bool>("--keep-state")
        {
            Description = "Takes the state as it is, without searching the equilibrium.",
        };
        command.Options.Add(spectrum);
        command.Options.Add(keep);
        command.SetAction(parsed =>
        {
            var method = Enum.Parse<SpectrumMethod>(parsed.GetValue(spectrum)!, true);
            var (experiment, run) = input.AssembleRun(parsed);
            var analysis = new FlowAnalysis(experiment) { Method = method, KeepsState = parsed.GetValue(keep) };
            return Run(analysis, experiment, run, context);
        });
    }

    private static string Lower(string name) => name.ToLowerInvariant();

    private static int Run(FlowAnalysis analysis, Experiment experiment, string? run, CommandContext context)
    {
        var terminal = context.Terminal;
        var directory = run ?? experiment.Config.Output.Directory;
        if (run is not null)
        {
            AtomicFile.PrepareDirectory(run);
        }

        var progress = new ProgressView(terminal);
        using var interruption = new Interruption(context.Cancellation);
        var (state, description) = (experiment.InitialState, $"weights-last.npz of {run}");
        var view = new ExperimentView(terminal, experiment);
        view.WriteNetwork();
        if (run is null)
        {
            var flow = new FlowRun(experiment, directory) { Progress = progress };
            view.WriteSettings(flow.Choice, directory);
            var result = progress.Around(() =>
                ExperimentInput.OnBackend(experiment, () => flow.Run(interruption.Token))).Integration;
            if (!result.Status.IsSuccess)
            {
                terminal.Error.WriteLine(result.Report);
                return result.Status == IntegrationStatus.Cancelled ? ExitCode.Cancelled : ExitCode.StoppedEarly;
            }

            state = ((ArrayVector)result.State).Values;
            description = $"the flow at t = {Numbers.Short(result.Time)} ({result.Status.Name})";
        }
        else
        {
            TableView.WritePairs(terminal, [.. view.ModelRows(), view.BackendRow(), ("output", directory)]);
        }

        var found = ExperimentInput.OnBackend(
            experiment, () => analysis.Run(state, description, interruption.Token));
        var files = FlowAnalysis.Write(found, directory);
        terminal.Out.WriteLine();
        AnalysisView.Write(terminal, found);
        ResultView.WriteFiles(terminal, files);
        ReportFile.Write(terminal, experiment.Config, directory);
        return ExitCode.Done;
    }
}
