namespace Flow.Experiments.Configuration;

/// <summary>One entry of `model.layers`.</summary>
public abstract record LayerConfig;
