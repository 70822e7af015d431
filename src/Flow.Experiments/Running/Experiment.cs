using Flow.Experiments.Configuration;
using Flow.Experiments.Data;
using Flow.Experiments.Initialization;
using Flow.Networks.Derivation;
using Flow.Networks.Model;
using Flow.Symbolic.Functions;

namespace Flow.Experiments.Running;

/// <summary>An experiment made ready: data, network, derived flow, initial state.</summary>
public sealed class Experiment
{
    private Experiment(ConfigDocument document, Dataset data, NetworkModel model, FlowSystem system, double[] state)
    {
        Document = document;
        Data = data;
        Model = model;
        System = system;
        InitialState = state;
    }

    /// <summary>The experiment file.</summary>
    public ConfigDocument Document { get; }

    /// <summary>The values of the experiment file.</summary>
    public ExperimentConfig Config => Document.Config;

    /// <summary>The data.</summary>
    public Dataset Data { get; }

    /// <summary>The network.</summary>
    public NetworkModel Model { get; }

    /// <summary>The derived flow.</summary>
    public FlowSystem System { get; }

    /// <summary>The state at t = 0, block after block.</summary>
    public double[] InitialState { get; }

    /// <summary>lambda.</summary>
    public double Lambda => Config.Model.WeightDecay.Lambda;

    /// <summary>The discrete steps whose modified flow is integrated; null for the flow itself.</summary>
    public ModifiedSteps? Modified => ModifiedSteps.Of(Config.Flow.Modified);

    /// <summary>The derived flow alone, without weights: networks of any size.</summary>
    /// <param name="document">The experiment file.</param>
    /// <exception cref="ConfigurationException">The file or its data are wrong.</exception>
    public static FlowSystem Derive(ConfigDocument document)
    {
        var data = DatasetCatalog.Load(document.Config.Data, new(document.Positions, Activation));
        var model = ModelAssembly.Network(document, data);
        ModifiedSteps.Require(document, model);
        return ModelAssembly.Flow(document.Config, model);
    }

    /// <summary>Makes an experiment ready.</summary>
    /// <param name="document">The experiment file.</param>
    /// <exception cref="ConfigurationException">The file, its data or its weights are wrong.</exception>
    public static Experiment Assemble(ConfigDocument document)
    {
        var data = DatasetCatalog.Load(document.Config.Data, new(document.Positions, Activation));
        var model = ModelAssembly.Network(document, data);
        ModelAssembly.RequireSize(document, model);
        ModifiedSteps.Require(document, model);
        var system = ModelAssembly.Flow(document.Config, model);
        var weights = WeightInitializer.Create(document.Config, WeightShapes(model), document.Positions);
        var state = StateVector.From(weights, system);
        return VanishingVariance.Find(system, data, state) is { } problem
            ? throw document.Positions.Error("model.layers", problem, VanishingVariance.Remedy)
            : new(document, data, model, system, state);
    }

    /// <summary>The shape of each weight, [outputs, inputs].</summary>
    /// <param name="model">The network.</param>
    public static IReadOnlyList<IReadOnlyList<int>> WeightShapes(NetworkModel model) =>
    [
        .. model.Weights.Select(weight => weight.Variable.Shape.Dimensions.Select(d => model.Sizes[d]).ToArray()),
    ];

    /// <summary>The derived equations without data, for a network whose input size is known from the file.</summary>
    private static Func<double, double> Activation(string text)
    {
        var function = ScalarFunctionCatalog.Parse(text);
        return z =>
        {
            var interpreter = new Backends.Reference.Interpreter(static _ => 1);
            interpreter.Bind(function.Parameters[0], [z]);
            return interpreter.Evaluate(function.Body).Values[0];
        };
    }
}
