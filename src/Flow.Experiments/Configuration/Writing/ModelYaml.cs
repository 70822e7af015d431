using Flow.Experiments.Configuration.Reading;

namespace Flow.Experiments.Configuration.Writing;

/// <summary>Writes the section `model`; layers always in the long form.</summary>
internal static class ModelYaml
{
    public static void Write(YamlText yaml, ModelConfig config) => yaml.Mapping("model", () =>
    {
        yaml.Block("layers", config.Layers, layer => WriteLayer(yaml, layer));
        yaml.Pair("output", config.Output);
        yaml.Pair("bias", config.Bias);
        yaml.Pair("loss", config.Loss);
        yaml.Pair("parametrization", config.Parametrization);
        yaml.Mapping("weightDecay", () =>
        {
            yaml.Pair("lambda", config.WeightDecay.Lambda);
            yaml.Pair("on", EnumName.Of(config.WeightDecay.On));
            yaml.Pair("decayAll", config.WeightDecay.DecayAll);
        });
    });

    private static void WriteLayer(YamlText yaml, LayerConfig layer)
    {
        switch (layer)
        {
            case DenseConfig dense:
                yaml.Mapping("dense", () => yaml.Pair("units", dense.Units));
                break;
            case ActivationConfig activation:
                yaml.Pair("activation", activation.Function);
                break;
            case BatchNormConfig norm:
                yaml.Mapping("batch-norm", () =>
                {
                    yaml.Pair("epsilon", norm.Epsilon);
                    yaml.Pair("affine", norm.Affine);
                });
                break;
            case ConvConfig conv:
                WriteConvolution(yaml, conv);
                break;
            case AveragePoolConfig pool:
                yaml.Mapping("average-pool", () =>
                {
                    yaml.Pair("kernel", pool.Kernel);
                    yaml.Pair("stride", pool.Stride);
                });
                break;
            case ResidualConfig residual:
                yaml.Block("residual", residual.Layers, inner => WriteLayer(yaml, inner));
                break;
            case FlattenConfig:
                yaml.Mapping("flatten", () => { });
                break;
            default:
                throw new InvalidOperationException($"no YAML form is known for {layer.GetType().Name}");
        }
    }

    private static void WriteConvolution(YamlText yaml, ConvConfig conv) => yaml.Mapping("conv", () =>
    {
        yaml.Pair("channels", conv.Channels);
        yaml.Pair("kernel", conv.Kernel);
        yaml.Pair("stride", conv.Stride);
        yaml.Pair("padding", conv.Padding);
    });
}
