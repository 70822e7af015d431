namespace Flow.Networks.Layers;

/// <summary>The layers there are.</summary>
public static class LayerCatalog
{
    /// <summary>One line for each layer.</summary>
    public static IReadOnlyList<LayerEntry> All { get; } =
    [
        new("dense", "Z = H W^T (+ 1 b^T): every output sees every input.", "units"),
        new(
            "batch-norm",
            "H = (Z - mean)/sqrt(variance + epsilon), each unit over the batch; gamma H + beta if affine.",
            "epsilon (0), affine (false)"),
        new("activation", "H = sigma(Z), elementwise.", "a name of `gradflow list activations` or an expression in z"),
    ];
}
