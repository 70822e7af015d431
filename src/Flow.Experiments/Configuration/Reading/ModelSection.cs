using Flow.Networks.Parametrizations;

namespace Flow.Experiments.Configuration.Reading;

/// <summary>Reads the section `model`.</summary>
internal static class ModelSection
{
    public static readonly string[] Keys =
    [
        "layers", "widths", "activation", "output", "bias", "loss", "parametrization", "weightDecay",
    ];

    /// <summary>A layer with more units, channels or kernel rows than this is a typing error.</summary>
    private const int LargestSize = 1 << 24;

    private const string LayerForm = "write e.g. - dense: {units: 32}";

    private static readonly string[] LayerKinds = ["dense", "activation", "batch-norm", "conv", "flatten"];

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
            return section.List("layers", [], (node, path) => ReadLayer(node, path, context));
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

    private static LayerConfig ReadLayer(ConfigNode node, string path, ReadingContext context)
    {
        var nothing = new MappingNode(node.Position, []);
        ConfigNode asMapping = node is ScalarNode { IsNull: false } scalar
            ? nothing.With(scalar.Text, node.Position, nothing)
            : node;
        if (asMapping is not MappingNode { Entries.Count: 1 } mapping)
        {
            throw new ConfigurationException(
                node.Position, $"{path} is not one layer", LayerForm);
        }

        ConfigEntry entry = mapping.Entries[0];
        Section layer = Section.Open(mapping, path, LayerKinds);
        return entry.Key switch
        {
            "activation" => new ActivationConfig
            {
                Function = Values.Checked(entry.Value, layer.Name(entry.Key), context.Names.ActivationError),
            },
            "dense" => ReadDense(layer),
            "conv" => ReadConvolution(layer),
            "batch-norm" => ReadBatchNorm(layer),
            _ => ReadFlatten(layer),
        };
    }

    private static DenseConfig ReadDense(Section layer)
    {
        Section dense = layer.Child("dense", "units");
        return new DenseConfig { Units = Required(dense, "units") };
    }

    private static ConvConfig ReadConvolution(Section layer)
    {
        Section conv = layer.Child("conv", "channels", "kernel", "stride", "padding");
        return new ConvConfig
        {
            Channels = Required(conv, "channels"),
            Kernel = Required(conv, "kernel"),
            Stride = conv.Integer("stride", ConvConfig.DefaultStride, 1, LargestSize),
            Padding = conv.Integer("padding", ConvConfig.DefaultPadding, 0, LargestSize),
        };
    }

    private static BatchNormConfig ReadBatchNorm(Section layer)
    {
        Section norm = Optional(layer, "batch-norm", "epsilon", "affine");
        return new BatchNormConfig
        {
            Epsilon = norm.Number("epsilon", BatchNormConfig.DefaultEpsilon, NumberRange.NonNegative),
            Affine = norm.Flag("affine", BatchNormConfig.DefaultAffine),
        };
    }

    private static FlattenConfig ReadFlatten(Section layer)
    {
        Optional(layer, "flatten");
        return new FlattenConfig();
    }

    /// <summary>A layer without required keys may stand with an empty value.</summary>
    private static Section Optional(Section layer, string kind, params string[] known) => layer.Has(kind)
        ? layer.Child(kind, known)
        : Section.Open(new MappingNode(layer.Position, []), layer.Name(kind), known);

    private static int Required(Section section, string key) => section.Node(key) is null
        ? throw section.MissingKey(key, "write a whole number >= 1")
        : section.Integer(key, 0, 1, LargestSize);

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
