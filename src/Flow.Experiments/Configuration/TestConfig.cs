namespace Flow.Experiments.Configuration;

/// <summary>The test part of the data: other files, or a fraction held out.</summary>
public sealed record TestConfig
{
    /// <summary>Default of <see cref="Seed"/>.</summary>
    public const long DefaultSeed = 0;

    /// <summary>Full paths, as in <see cref="DataConfig.Files"/>; empty when a fraction is held out.</summary>
    public ValueList<string> Files { get; init; } = [];

    /// <summary>Fraction of the records held out, in (0, 1); 0 when files are given.</summary>
    public double Fraction { get; init; }

    /// <summary>Seed of the choice of records held out.</summary>
    public long Seed { get; init; } = DefaultSeed;
}
