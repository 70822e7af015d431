namespace Flow.Experiments.Configuration;

/// <summary>The section `train`: discrete training.</summary>
public sealed record TrainConfig
{
    /// <summary>The algorithm that always uses all samples.</summary>
    public const string FullBatchAlgorithm = "gd";

    /// <summary>The algorithm that has an anchor and no momentum.</summary>
    public const string HalpernAlgorithm = "halpern";

    /// <summary>Default of <see cref="BatchSize"/>, for algorithms that use batches.</summary>
    public const int DefaultBatchSize = 128;

    /// <summary>Default of <see cref="Epochs"/> when no steps are given.</summary>
    public const long DefaultEpochs = 1000;

    /// <summary>Default of <see cref="Algorithm"/>.</summary>
    public const string DefaultAlgorithm = "sgd";

    /// <summary>Default of <see cref="LearningRate"/>.</summary>
    public const double DefaultLearningRate = 0.1;

    /// <summary>Default of <see cref="Momentum"/>.</summary>
    public const double DefaultMomentum = 0.0;

    /// <summary>Default of <see cref="Nesterov"/>.</summary>
    public const bool DefaultNesterov = false;

    /// <summary>Default of <see cref="Shuffle"/>.</summary>
    public const bool DefaultShuffle = true;

    /// <summary>Default of <see cref="Seed"/>.</summary>
    public const long DefaultSeed = 0;

    /// <summary>A name of the optimizer catalog.</summary>
    public string Algorithm { get; init; } = DefaultAlgorithm;

    /// <summary>eta &gt; 0.</summary>
    public double LearningRate { get; init; } = DefaultLearningRate;

    /// <summary>In [0, 1).</summary>
    public double Momentum { get; init; } = DefaultMomentum;

    /// <summary>Whether momentum looks ahead.</summary>
    public bool Nesterov { get; init; } = DefaultNesterov;

    /// <summary>How the learning rate changes.</summary>
    public ScheduleConfig Schedule { get; init; } = new();

    /// <summary>Samples per step; null means all of them (always so for gd).</summary>
    public int? BatchSize { get; init; } = DefaultBatchSize;

    /// <summary>Where the batches come from.</summary>
    public SamplingKind Sampling { get; init; } = SamplingKind.WithoutReplacement;

    /// <summary>without-replacement: whether each epoch has a new random order.</summary>
    public bool Shuffle { get; init; } = DefaultShuffle;

    /// <summary>Number of passes over the data; null when steps are given.</summary>
    public long? Epochs { get; init; } = DefaultEpochs;

    /// <summary>Number of steps; null when epochs are given.</summary>
    public long? Steps { get; init; }

    /// <summary>Seed of the order of the samples or of the noise.</summary>
    public long Seed { get; init; } = DefaultSeed;

    /// <summary>The steps that are recorded.</summary>
    public TrainSamples Samples { get; init; } = new();
}
