namespace Flow.Experiments.Configuration;

/// <summary>The learning rate schedule; s counts steps from 0.</summary>
public sealed record ScheduleConfig
{
    /// <summary>Default of <see cref="Factor"/>.</summary>
    public const double DefaultFactor = 0.1;

    /// <summary>Default of <see cref="Final"/>.</summary>
    public const double DefaultFinal = 0.0;

    /// <summary>The formula.</summary>
    public ScheduleKind Kind { get; init; } = ScheduleKind.Constant;

    /// <summary>step: number of steps between two reductions; 0 for other kinds.</summary>
    public long Every { get; init; }

    /// <summary>step: what the rate is multiplied by, in (0, 1].</summary>
    public double Factor { get; init; } = DefaultFactor;

    /// <summary>cosine: the last rate as a fraction of the first, in [0, 1].</summary>
    public double Final { get; init; } = DefaultFinal;

    /// <summary>warmup: number of steps until the full rate; 0 for other kinds.</summary>
    public long Steps { get; init; }
}
