namespace Flow.Experiments.Configuration;

/// <summary>The section `compare`: the flow against discrete training.</summary>
public sealed record CompareConfig
{
    /// <summary>Default of <see cref="Seeds"/>.</summary>
    public const int DefaultSeeds = 5;

    /// <summary>Default of <see cref="ModifiedFlow"/>.</summary>
    public const bool DefaultModifiedFlow = true;

    /// <summary>The learning rates, each &gt; 0.</summary>
    public ValueList<double> LearningRates { get; init; } = [0.2, 0.1, 0.05];

    /// <summary>Number of training runs per learning rate.</summary>
    public int Seeds { get; init; } = DefaultSeeds;

    /// <summary>Whether full-batch steps on smooth networks are compared with their modified flow too.</summary>
    public bool ModifiedFlow { get; init; } = DefaultModifiedFlow;
}
