namespace Flow.Networks.Layers;

/// <summary>A layer that experiment files can name.</summary>
/// <param name="Name">The name.</param>
/// <param name="Purpose">One sentence.</param>
/// <param name="Options">The keys it takes.</param>
public sealed record LayerEntry(string Name, string Purpose, string Options);

/// <summary>The layers there are.</summary>
public static class LayerCatalog
{
    /// <summary>One line for each layer.</summary>
    public static IReadOnlyList<LayerEntry> All { get; } =
    [
        new("dense", "Z = H W^T (+ 1 b^T): every output sees every input.", "units"),
        new("activation", "H = sigma(Z), elementwise.", "a name of `gradflow list activations` or an expression in z"),
    ];
}
