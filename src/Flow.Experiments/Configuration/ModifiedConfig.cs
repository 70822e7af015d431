namespace Flow.Experiments.Configuration;

/// <summary>The section `flow.modified`: the discrete steps on all samples whose modified flow is integrated.</summary>
public sealed record ModifiedConfig
{
    /// <summary>eta, the learning rate of the steps, &gt; 0.</summary>
    public required double LearningRate { get; init; }

    /// <summary>mu, their momentum, in [0, 1).</summary>
    public double Momentum { get; init; } = TrainConfig.DefaultMomentum;

    /// <summary>Whether momentum looks ahead.</summary>
    public bool Nesterov { get; init; }
}
