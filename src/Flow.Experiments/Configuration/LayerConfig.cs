namespace Flow.Experiments.Configuration;

/// <summary>One entry of `model.layers`.</summary>
public abstract record LayerConfig
{
    /// <summary>The number of weight matrices and kernels in it.</summary>
    public virtual int WeightLayerCount => 0;
}
