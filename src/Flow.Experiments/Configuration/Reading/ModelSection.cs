using Flow.Networks.Parametrizations;

namespace Flow.Experiments.Configuration.Reading;

/// <summary>Reads the section `model`.</summary>
internal static class ModelSection
{
    public static readonly string[] Keys =
    [
        "layers", "widths", "activation", "output", "bias", "loss", "parametrization", "weightDecay",
    ];

    private const int LargestSize = LayerSection.LargestSize;

    public static ModelConfig Read(Section file, ReadingContext context)
    {
        if (!file.Has("model"))
        {
            throw file.MissingKey("model", "write e.g. model: {widths: [32, 32], activation: relu}");
        }

        Section section = file.Child("model", Keys);
        string parametrization = section.OneOf(
            "parametrization", ModelConfig.DefaultParametrization, context.Names.Parametrizations);
        return new ModelConfig
        {
            Layers = ReadLayers(section, context),
            Output = section.OptionalInteger("output", 1, LargestSize),
            Bias = section.Flag("bias", ModelConfig.DefaultBias),
            Loss = section.Checked("loss", ModelConfig.DefaultLoss, context.Names.LossError),
            Parametrization = parametrization,
            WeightDecay = ReadDecay(section, parametrization),
        };
    }

    private static ValueList<LayerConfig> ReadLayers(Section section, ReadingContext context)
    {
        if (section.Has("layers"))
        {
            const string remedy = "keep either layers or the short form widths with activation";
            section.RefuseKey("widths", "contradicts model.layers", remedy);
            section.RefuseKey("activation", "contradicts model.layers", remedy);
            return section.List("layers", [], (node, path) => LayerSection.Read(node, path, context));
        }

        if (!section.Has("widths"))
        {
            throw section.MissingKey("layers", "write widths: [32, 32] with activation: relu, or a list of layers");
        }

        string activation = section.Checked("activation", "relu", context.Names.ActivationError);
        ValueList<int> widths = section.List(
            "widths", [], (node, path) => (int)Values.Integer(node, path, 1, LargestSize));
        return new ValueList<LayerConfig>(widths.SelectMany(units => new LayerConfig[]
        {
            new DenseConfig { Units = units }, new ActivationConfig { Function = activation },
        }));
    }

    private static WeightDecayConfig ReadDecay(Section section, string parametrization)
    {
        DecayTarget natural = WeightDecayConfig.NaturalTarget(parametrization);
        if (section.Node("weightDecay") is not { } node)
        {
            return new WeightDecayConfig { On = natural };
        }

        if (node is ScalarNode)
        {
            return new WeightDecayConfig
            {
                Lambda = Values.Number(node, section.Name("weightDecay"), NumberRange.NonNegative),
                On = natural,
            };
        }

        Section decay = section.Child("weightDecay", "lambda", "on", "decayAll");
        return new WeightDecayConfig
        {
            Lambda = decay.Node("lambda") is null
                ? throw decay.MissingKey("lambda", "write lambda: 0.01 or remove weightDecay")
                : decay.Number("lambda", 0, NumberRange.NonNegative),
            On = decay.Choice("on", natural),
            DecayAll = decay.Flag("decayAll", WeightDecayConfig.DefaultDecayAll),
        };
    }
}
