using Flow.Experiments.Outputs;
using Flow.Integrators.Certificates;

namespace Flow.Experiments.Certifying;

/// <summary>What is certified of a run.</summary>
/// <param name="Errors">The largest estimated global error over all recorded times, by column, of the observables whose
/// error is known.</param>
/// <param name="Reason">Why something is not certified, or null.</param>
public sealed record FlowCertificate(IReadOnlyDictionary<string, double> Errors, string? Reason)
{
    /// <summary>The status of a run all of whose observables are certified.</summary>
    public const string Certified = "certified";

    /// <summary>The status of a run some of whose observables are certified.</summary>
    public const string PartlyCertified = "partly-certified";

    /// <summary>The status of a run none of whose observables is certified.</summary>
    public const string Uncertified = "uncertified";

    /// <summary>The status by name.</summary>
    public string Status => Reason is null ? Certified : Errors.Count > 0 ? PartlyCertified : Uncertified;

    /// <summary>What it rests on, null where no companion was run.</summary>
    public CertificateDetails? Details { get; init; }

    /// <summary>The estimates at each recorded time, null where no companion was run.</summary>
    public Certificate? Evidence { get; init; }

    /// <summary>Whether the user cancelled the companion runs.</summary>
    public bool IsCancelled { get; init; }
}
