namespace Flow.Networks.Layers;

/// <summary>A layer that experiment files can name.</summary>
/// <param name="Name">The name.</param>
/// <param name="Purpose">One sentence.</param>
/// <param name="Options">The keys it takes.</param>
public sealed record LayerEntry(string Name, string Purpose, string Options);
