using Flow.Experiments.Configuration;
using Flow.Experiments.Outputs;
using Flow.Experiments.Running;
using Flow.Networks.Derivation;
using Flow.Networks.Layers;
using Flow.Networks.Losses;
using Flow.Networks.Model;
using Flow.Networks.Parametrizations;
using Flow.Symbolic.Printing;

namespace Flow.Cli.Views;

/// <summary>What is about to be computed: data, layers, parametrization, decay, solver, backend.</summary>
/// <param name="terminal">Where to.</param>
/// <param name="experiment">The experiment.</param>
internal sealed class ExperimentView(Terminal terminal, Experiment experiment)
{
    private ExperimentConfig Config => experiment.Config;

    private string ParametrizationName => Config.Model.Parametrization;

    /// <summary>Writes the data and the table of layers.</summary>
    public void WriteNetwork()
    {
        var data = experiment.Data;
        var test = data.Test is null ? string.Empty : $", {Numbers.Count(data.Test.Count)} test samples";
        terminal.Out.WriteLine(
            $"{Config.Name}: {Config.Data.Source}, {Numbers.Count(data.Count)} samples{test}, "
            + $"{data.Dimension} inputs, {data.Outputs} {(data.Outputs == 1 ? "target" : "targets")}{Classes()}");
        terminal.Out.WriteLine();
        TableView.Write(terminal, ["layer", "kind", "width", "parameters"], [.. LayerRows()]);
    }

    /// <summary>Writes what is integrated and how.</summary>
    /// <param name="choice">The solver.</param>
    /// <param name="directory">The run directory.</param>
    public void WriteSettings(SolverChoice choice, string directory) =>
        WriteSettings([.. ModifiedRow(), SolverRow(choice)], directory);

    /// <summary>Writes what is computed and how.</summary>
    /// <param name="method">The rows about the method.</param>
    /// <param name="directory">The run directory.</param>
    public void WriteSettings(IEnumerable<(string Name, string Value)> method, string directory) =>
        TableView.WritePairs(terminal, [.. ModelRows(), .. method, BackendRow(), ("output", directory)]);

    /// <summary>Parametrization, weight decay and loss, each with its meaning.</summary>
    public IEnumerable<(string Name, string Value)> ModelRows()
    {
        var parametrization = ParametrizationCatalog.All.Single(entry => entry.Name == ParametrizationName);
        yield return ("parametrization", $"{parametrization.Name}: {parametrization.Purpose}");
        yield return ("weight decay", DecayInWords());
        var loss = LossCatalog.All.FirstOrDefault(entry => entry.Name == Config.Model.Loss);
        yield return ("loss", loss is null ? $"l = {Config.Model.Loss}" : $"{loss.Name}: {loss.Purpose}");
    }

    /// <summary>The arithmetic and the threads.</summary>
    public (string Name, string Value) BackendRow()
    {
        var options = FlowRun.Options(Config.Backend);
        var isAlone = options.Threads == 1 || Config.Backend.Kind == "reference";
        var threads = isAlone ? "1 thread" : $"{options.Threads} threads";
        return ("backend", $"{Config.Backend.Kind}, {options.Precision.ToString().ToLowerInvariant()}, {threads}");
    }

    /// <summary>The steps whose modified flow is integrated.</summary>
    private IEnumerable<(string Name, string Value)> ModifiedRow()
    {
        if (Config.Flow.Modified is { } steps)
        {
            var kind = steps.Nesterov ? "Nesterov momentum" : "momentum";
            var momentum = steps.Momentum > 0 ? $" and {kind} {Numbers.Short(steps.Momentum)}" : string.Empty;
            yield return ("modified flow", $"of full-batch steps of learning rate {Numbers.Short(steps.LearningRate)}"
                + $"{momentum}: κ = {Numbers.Short(experiment.Modified!.Correction)}");
        }
    }

    /// <summary>A solver that chooses its steps takes `step` as the first one.</summary>
    private static string FirstStep(FlowConfig flow) =>
        flow.Step is { } step ? $", first step {Numbers.Short(step)}" : string.Empty;

    private string Classes() => experiment.Data.ClassLabels switch
    {
        [] => string.Empty,
        [var plus, var minus] when experiment.Data.Outputs == 1 => $" ({plus} is +1, {minus} is -1)",
        var labels => $" (classes {string.Join(", ", labels)})",
    };

    private IEnumerable<string[]> LayerRows()
    {
        foreach (var (layer, nesting, sizes, parameters) in experiment.Model.Layers)
        {
            var weight = layer is Residual ? null : parameters.FirstOrDefault(static parameter => parameter.IsWeight);
            var hasBias = weight is not null && parameters.Any(static p => p.Kind == ParameterKind.Bias);
            var kind = layer is Activation activation ? activation.Function.Name : layer.Kind;
            yield return
            [
                weight is null ? string.Empty : Numbers.Count(weight.Layer),
                string.Concat(Enumerable.Repeat("- ", nesting)) + kind + (hasBias ? " with bias" : string.Empty),
                layer is Activation or BatchNorm ? string.Empty : string.Join(" x ", sizes.Select(Width)),
                layer is Residual || parameters.IsEmpty ? string.Empty : CountOf(parameters),
            ];
        }

        yield return [string.Empty, "all", string.Empty, Numbers.Count(experiment.InitialState.Length)];
        static string Width(int size) => Numbers.Count(size);
    }

    private string CountOf(IEnumerable<Parameter> parameters) => Numbers.Count(
        parameters.Sum(parameter => parameter.Variable.Shape.Count(d => experiment.Model.Sizes[d])));

    private string DecayInWords()
    {
        var decay = Config.Model.WeightDecay;
        if (decay.Lambda == 0)
        {
            return "none";
        }

        var system = experiment.System;
        var penalty = FlowDerivation.Lambda
            * system.Parametrization.Penalty(system.Decay.Target, system.Model, system.State);
        var biases = decay.DecayAll ? ", biases included" : string.Empty;
        var natural = system.Decay.Target == system.Parametrization.NaturalDecay
            ? $"the natural choice of {ParametrizationName}"
            : "chosen in the experiment";
        var target = system.Decay.Target == DecayTarget.Rho ? "rho" : "layers";
        return $"{TextPrinter.Print(penalty)} with λ = {Numbers.Short(decay.Lambda)}, on {target} ({natural}){biases}";
    }

    /// <summary>The solver, why it was taken, and its accuracy.</summary>
    /// <param name="choice">The solver.</param>
    public (string Name, string Value) SolverRow(SolverChoice choice)
    {
        var flow = Config.Flow;
        var why = choice.Reason.Length == 0 ? "named in the experiment" : choice.Reason;
        var accuracy = SolverChoice.FixedStep(choice.Solver, flow) is { } step
            ? $"fixed steps of {Numbers.Short(step)}"
            : $"rtol {Numbers.Short(flow.Rtol)}, atol {Numbers.Short(flow.Atol)}{FirstStep(flow)}";
        return ("solver", $"{choice.Solver.Name} ({why}), {accuracy}, t from 0 to {Numbers.Short(flow.TEnd)}");
    }
}
