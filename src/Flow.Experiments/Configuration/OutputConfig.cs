namespace Flow.Experiments.Configuration;

/// <summary>The section `output`: what a run leaves behind.</summary>
public sealed record OutputConfig
{
    /// <summary>Default of <see cref="Report"/>.</summary>
    public const bool DefaultReport = true;

    /// <summary>Directory of the run as written in the file; by default runs/NAME.</summary>
    public required string Directory { get; init; }

    /// <summary>Whether the HTML report is written.</summary>
    public bool Report { get; init; } = DefaultReport;

    /// <summary>Which weights are written.</summary>
    public WeightOutput Weights { get; init; } = WeightOutput.Last;
}
