using System.Text.Json.Serialization;
using Flow.Integrators.Switching;

namespace Flow.Experiments.Outputs;

/// <summary>What summary.json of a run directory says.</summary>
public sealed record RunSummary
{
    /// <summary>How the run ended, by name.</summary>
    public required string Status { get; init; }

    /// <summary>What to do about it, or null.</summary>
    public string? Advice { get; init; }

    /// <summary>That steps were too long for the solver to be stable; absent where none was.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Stability { get; init; }

    /// <summary>That the equations had more than one solution; absent where this was not seen.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Uniqueness { get; init; }

    /// <summary>The solvers that took over from one another, with times and reasons.</summary>
    public IReadOnlyList<SolverSwitch> Switches { get; init; } = [];

    /// <summary>The work that was done.</summary>
    public required RunStatistics Statistics { get; init; }

    /// <summary>The last value of each observable.</summary>
    public required IReadOnlyDictionary<string, double> Final { get; init; }

    /// <summary>The largest estimated global error over all recorded times of each observable whose error is known;
    /// null where no certificate was asked for.</summary>
    public IReadOnlyDictionary<string, double>? Certificate { get; init; }

    /// <summary>certified, partly-certified or uncertified; null where no certificate was asked for.</summary>
    public string? CertificateStatus { get; init; }

    /// <summary>Why it is not certified, or null.</summary>
    public string? CertificateReason { get; init; }

    /// <summary>What the certificate rests on.</summary>
    public CertificateDetails? CertificateDetails { get; init; }

    /// <summary>What produced the run.</summary>
    public required RunProvenance Provenance { get; init; }
}
