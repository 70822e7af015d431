using System.Globalization;
using Flow.Experiments.Configuration;
using Flow.Experiments.Data;
using Flow.Networks.Derivation;
using Flow.Networks.Layers;
using Flow.Networks.Losses;
using Flow.Networks.Model;
using Flow.Networks.Parametrizations;
using Flow.Symbolic.Expressions;
using Flow.Symbolic.Functions;

namespace Flow.Experiments.Running;

/// <summary>Builds the network and the flow that an experiment file describes.</summary>
public static class ModelAssembly
{
    /// <summary>The network of an experiment.</summary>
    /// <param name="document">The experiment.</param>
    /// <param name="data">Its data, which fix the numbers of inputs and outputs.</param>
    /// <exception cref="ConfigurationException">Layers, outputs, loss and data do not fit each other.</exception>
    public static NetworkModel Network(ConfigDocument document, Dataset data)
    {
        var config = document.Config.Model;
        var outputs = config.Output ?? data.Outputs;
        if (outputs != data.Outputs)
        {
            throw document.Positions.Error(
                "model.output",
                $"model.output is {outputs}, but the targets have {data.Outputs} columns",
                "leave output out, or change data.classes and data.targets");
        }

        var loss = LossCatalog.Parse(config.Loss);
        if (loss is CrossEntropyLoss && outputs < 2)
        {
            throw document.Positions.Error(
                "model.loss",
                "cross-entropy needs one output for each class, but there is one output",
                "set data.targets: one-hot, or use loss: logistic");
        }

        var layers = config.Layers.Select(layer => Layer(layer, config.Bias)).ToList();
        var image = data.Shape is { } shape ? new ImageShape(shape.Channels, shape.Height, shape.Width) : null;
        try
        {
            return NetworkModel.Build(data.Dimension, layers, outputs, config.Bias, loss, image);
        }
        catch (LayerException misfit)
        {
            var place = misfit.Path.Length == 0 ? string.Empty : $".{misfit.Path}";
            throw document.Positions.Error($"model.layers{place}", misfit.Problem, misfit.Remedy);
        }
    }

    /// <summary>Refuses networks whose weights do not fit into arrays.</summary>
    /// <param name="document">The experiment.</param>
    /// <param name="model">The network.</param>
    /// <exception cref="ConfigurationException">A weight or the state has more entries than an array can.</exception>
    public static void RequireSize(ConfigDocument document, NetworkModel model)
    {
        var key = document.Positions.IsWritten("model.widths") ? "model.widths" : "model.layers";
        var largest = Array.MaxLength.ToString("N0", CultureInfo.InvariantCulture);
        var total = 0.0;
        foreach (var parameter in model.Parameters)
        {
            var entries = parameter.Variable.Shape.Dimensions.Aggregate(1.0, (count, d) => count * model.Sizes[d]);
            total += entries;
            if (entries > Array.MaxLength)
            {
                var count = entries.ToString("N0", CultureInfo.InvariantCulture);
                throw document.Positions.Error(
                    key, $"weight {parameter.Layer} would have {count} entries", $"at most {largest} are possible");
            }
        }

        if (total > Array.MaxLength)
        {
            var count = total.ToString("N0", CultureInfo.InvariantCulture);
            throw document.Positions.Error(
                key, $"the network would have {count} parameters", $"at most {largest} are possible");
        }
    }

    /// <summary>The derived flow of an experiment.</summary>
    /// <param name="config">The experiment.</param>
    /// <param name="model">Its network.</param>
    public static FlowSystem Flow(ExperimentConfig config, NetworkModel model)
    {
        var parametrization =
            ParametrizationCatalog.All.Single(entry => entry.Name == config.Model.Parametrization).Make();
        var decay = config.Model.WeightDecay;
        return FlowDerivation.Derive(model, parametrization, new(decay.Lambda > 0, decay.On, decay.DecayAll));
    }

    private static Layer Layer(LayerConfig layer, bool hasBias) => layer switch
    {
        DenseConfig dense => new Dense(dense.Units, hasBias),
        ConvConfig conv => new Convolution2D(conv.Channels, conv.Kernel, conv.Stride, conv.Padding, hasBias),
        AveragePoolConfig pool => new AveragePooling(pool.Kernel, pool.Stride),
        FlattenConfig => new Flatten(),
        ResidualConfig residual => new Residual([.. residual.Layers.Select(inner => Layer(inner, hasBias))]),
        BatchNormConfig norm => new BatchNorm(Rational.FromDouble(norm.Epsilon), norm.Affine),
        ActivationConfig activation => new Activation(ScalarFunctionCatalog.Parse(activation.Function)),
        _ => throw new InvalidOperationException($"No layer is known for {layer.GetType().Name}."),
    };
}
