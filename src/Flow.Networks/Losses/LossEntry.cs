namespace Flow.Networks.Losses;

/// <summary>A loss that experiment files can name.</summary>
/// <param name="Name">The name.</param>
/// <param name="Purpose">One sentence with the formula.</param>
/// <param name="Make">Makes it.</param>
public sealed record LossEntry(string Name, string Purpose, Func<Loss> Make);
