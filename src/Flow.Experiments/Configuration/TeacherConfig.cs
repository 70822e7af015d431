namespace Flow.Experiments.Configuration;

/// <summary>The random network that labels the samples of the source `teacher`.</summary>
public sealed record TeacherConfig
{
    /// <summary>Default of <see cref="Activation"/>.</summary>
    public const string DefaultActivation = "relu";

    /// <summary>Default of <see cref="Noise"/>.</summary>
    public const double DefaultNoise = 0.0;

    /// <summary>Widths of the hidden layers.</summary>
    public ValueList<int> Widths { get; init; } = [8];

    /// <summary>Name of, or expression for, the activation.</summary>
    public string Activation { get; init; } = DefaultActivation;

    /// <summary>Standard deviation of the normal noise added to the output before its sign is taken.</summary>
    public double Noise { get; init; } = DefaultNoise;
}
