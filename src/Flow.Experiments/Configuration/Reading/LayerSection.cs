namespace Flow.Experiments.Configuration.Reading;

/// <summary>Reads one entry of `model.layers`.</summary>
internal static class LayerSection
{
    /// <summary>A layer with more units, channels or kernel rows than this is a typing error.</summary>
    public const int LargestSize = 1 << 24;

    private const string LayerForm = "write e.g. - dense: {units: 32}";

    private static readonly string[] LayerKinds =
        ["dense", "activation", "batch-norm", "conv", "average-pool", "flatten", "residual"];

    public static LayerConfig Read(ConfigNode node, string path, ReadingContext context)
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
            "average-pool" => ReadPooling(layer),
            "residual" => ReadResidual(layer, context),
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

    private static AveragePoolConfig ReadPooling(Section layer)
    {
        Section pool = layer.Child("average-pool", "kernel", "stride");
        int kernel = Required(pool, "kernel");
        return new AveragePoolConfig { Kernel = kernel, Stride = pool.Integer("stride", kernel, 1, LargestSize) };
    }

    private static ResidualConfig ReadResidual(Section layer, ReadingContext context)
    {
        ValueList<LayerConfig> layers = layer.List("residual", [], (node, path) => Read(node, path, context));
        return layers.Count > 0
            ? new ResidualConfig { Layers = layers }
            : throw layer.Error(
                "residual", $"{layer.Name("residual")} has no layers", "list one or more layers below it");
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
    private static Section Optional(Section layer, string kind, params string[] known) =>
        layer.Node(kind) is ScalarNode { IsNull: true }
            ? Section.Open(new MappingNode(layer.Position, []), layer.Name(kind), known)
            : layer.Child(kind, known);

    private static int Required(Section section, string key) => section.Node(key) is null
        ? throw section.MissingKey(key, "write a whole number >= 1")
        : section.Integer(key, 0, 1, LargestSize);
}
