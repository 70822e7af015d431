using Flow.Backends;

namespace Flow.Experiments.Configuration;

/// <summary>The section `backend`: where and how the plan is evaluated.</summary>
public sealed record BackendConfig
{
    /// <summary>Default of <see cref="Kind"/>.</summary>
    public const string DefaultKind = "cpu";

    /// <summary>A name of the backend catalog.</summary>
    public string Kind { get; init; } = DefaultKind;

    /// <summary>Number of threads; null means all that the machine has.</summary>
    public int? Threads { get; init; }

    /// <summary>The arithmetic of the plan.</summary>
    public Precision Precision { get; init; } = Precision.Float64;
}
