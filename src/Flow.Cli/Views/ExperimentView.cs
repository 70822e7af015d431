using Flow.Experiments.Configuration;
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
    public void WriteSettings(SolverChoice choice, string directory) => WriteSettings([SolverRow(choice)], directory);

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
        var model = experiment.Model;
        var depth = 0;
        foreach (var layer in model.Layers)
        {
            if (layer is Activation activation)
            {
                yield return [string.Empty, activation.Function.Name, string.Empty, string.Empty];
                continue;
            }

            if (layer is BatchNorm norm)
            {
                var affine = norm.IsAffine ? model.Parameters.Where(parameter =>
                    parameter.Layer == depth && parameter.Kind is (ParameterKind.Gain or ParameterKind.Shift)) : [];
                yield return [string.Empty, layer.Kind, string.Empty, norm.IsAffine ? CountOf(affine) : string.Empty];
                continue;
            }

            depth++;
            var own = model.Parameters.Where(parameter =>
                parameter.Layer == depth && parameter.Kind is (ParameterKind.Weight or ParameterKind.Bias)).ToList();
            var weight = own.Single(static parameter => parameter.IsWeight).Variable.Shape;
            var bias = own.Count > 1 ? " with bias" : string.Empty;
            yield return
            [
                Numbers.Count(depth),
                layer.Kind + bias,
                Numbers.Count(model.Sizes[weight.Dimensions[0]]),
                CountOf(own),
            ];
        }

        yield return [string.Empty, "all", string.Empty, Numbers.Count(experiment.InitialState.Length)];
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
        var accuracy = choice.Solver.IsAdaptive
            ? $"rtol {Numbers.Short(flow.Rtol)}, atol {Numbers.Short(flow.Atol)}{FirstStep(flow)}"
            : $"step {Numbers.Short(flow.Step ?? double.NaN)}";
        return ("solver", $"{choice.Solver.Name} ({why}), {accuracy}, t from 0 to {Numbers.Short(flow.TEnd)}");
    }
}
