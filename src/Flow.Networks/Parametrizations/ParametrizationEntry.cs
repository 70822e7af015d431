namespace Flow.Networks.Parametrizations;

/// <summary>A parametrization that experiment files can name.</summary>
/// <param name="Name">The name.</param>
/// <param name="Purpose">One sentence.</param>
/// <param name="Make">Makes it.</param>
public sealed record ParametrizationEntry(string Name, string Purpose, Func<Parametrization> Make);
