using System.CommandLine;
using Flow.Backends;
using Flow.Cli.Views;
using Flow.Experiments.Outputs;
using Flow.Experiments.Running;

namespace Flow.Cli.Commands;

/// <summary>Evaluates an experiment at its initial state.</summary>
internal static class EvaluateCommand
{
    /// <summary>The verb.</summary>
    public static Verb Verb { get; } = new(
        "evaluate",
        "Prints the right-hand side and the observables at the initial state, without integration.",
        "evaluate examples/digits-3-vs-8.yaml --json",
        Configure);

    private static void Configure(Command command, CommandContext context)
    {
        var input = new ExperimentInput(command);
        var json = JsonOption.AddTo(command);
        command.SetAction(parsed => Run(input.Assemble(parsed), parsed.GetValue(json), context.Terminal));
    }

    private static int Run(Experiment experiment, bool asJson, Terminal terminal)
    {
        var backend = experiment.Config.Backend;
        var evaluation = ExperimentInput.OnBackend(experiment, () =>
            Evaluation.Of(experiment, BackendCatalog.Make(backend.Kind), FlowRun.Options(backend)));
        if (asJson)
        {
            terminal.Out.Write(JsonFile.ToText(evaluation));
            return ExitCode.Done;
        }

        var view = new ExperimentView(terminal, experiment);
        view.WriteNetwork();
        TableView.WritePairs(terminal, [.. view.ModelRows(), view.BackendRow()]);
        terminal.Out.WriteLine();
        EvaluationView.Write(terminal, evaluation);
        return ExitCode.Done;
    }
}
