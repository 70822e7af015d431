namespace Flow.Experiments.Configuration;

/// <summary>The section `data`: which samples, with which targets, scaled how.</summary>
public sealed record DataConfig
{
    /// <summary>Default of <see cref="Source"/>.</summary>
    public const string DefaultSource = "optdigits";

    /// <summary>Default of <see cref="Count"/>.</summary>
    public const int DefaultCount = 1000;

    /// <summary>Default of <see cref="Dimension"/>.</summary>
    public const int DefaultDimension = 20;

    /// <summary>Default of <see cref="Seed"/>.</summary>
    public const long DefaultSeed = 0;

    /// <summary>Default of <see cref="LabelNoise"/>.</summary>
    public const double DefaultLabelNoise = 0.0;

    /// <summary>A name of the data set catalog.</summary>
    public string Source { get; init; } = DefaultSource;

    /// <summary>Full paths: csv 1 file; idx images then labels; cifar10 one or more; else empty.</summary>
    public ValueList<string> Files { get; init; } = [];

    /// <summary>gaussian, teacher: number of samples.</summary>
    public int Count { get; init; } = DefaultCount;

    /// <summary>gaussian, teacher: length of an input.</summary>
    public int Dimension { get; init; } = DefaultDimension;

    /// <summary>Seed of everything random in the data except the test split.</summary>
    public long Seed { get; init; } = DefaultSeed;

    /// <summary>teacher: the network that labels the samples; null for other sources.</summary>
    public TeacherConfig? Teacher { get; init; }

    /// <summary>The labels kept, the first one +1 for two; empty means all, ascending.</summary>
    public ValueList<int> Classes { get; init; } = [];

    /// <summary>How labels become targets.</summary>
    public TargetKind Targets { get; init; } = TargetKind.OneHot;

    /// <summary>How inputs are rescaled.</summary>
    public Normalization Normalize { get; init; } = Normalization.None;

    /// <summary>Number of training records kept after the class filter, in file order; null means all.</summary>
    public int? Limit { get; init; }

    /// <summary>Channels, height and width stated in the file; null means what the source knows.</summary>
    public InputShape? Shape { get; init; }

    /// <summary>Fraction of training labels replaced by another class, in [0, 1].</summary>
    public double LabelNoise { get; init; } = DefaultLabelNoise;

    /// <summary>The test part; null means none.</summary>
    public TestConfig? Test { get; init; }
}
