namespace Flow.Backends;

/// <summary>A backend that experiment files can name.</summary>
/// <param name="Name">The name.</param>
/// <param name="Purpose">One sentence.</param>
/// <param name="Make">Makes it.</param>
public sealed record BackendEntry(string Name, string Purpose, Func<IBackend> Make);
