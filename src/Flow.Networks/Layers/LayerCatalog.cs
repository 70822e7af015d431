namespace Flow.Networks.Layers;

/// <summary>The layers there are.</summary>
public static class LayerCatalog
{
    /// <summary>One line for each layer.</summary>
    public static IReadOnlyList<LayerEntry> All { get; } =
    [
        new("dense", "Z = H W^T (+ 1 b^T): every output sees every input.", "units"),
        new(
            "conv",
            "Z = the kernel W laid on every window of an image (+ b): channels of pixels.",
            "channels, kernel, stride (1), padding (0)"),
        new("average-pool", "The mean of every window, each channel on its own.", "kernel, stride (kernel)"),
        new("flatten", "An image as one vector, channel by channel.", "none"),
        new("residual", "H + F(H), F the layers listed below it, of one shape before and behind.", "a list of layers"),
        new(
            "batch-norm",
            "H = (Z - mean)/sqrt(variance + epsilon), each unit (channel) over the batch; gamma H + beta if affine.",
            "epsilon (0), affine (false)"),
        new("activation", "H = sigma(Z), elementwise.", "a name of `gradflow list activations` or an expression in z"),
    ];
}
