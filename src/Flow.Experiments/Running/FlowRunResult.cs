using Flow.Experiments.Certifying;
using Flow.Integrators;

namespace Flow.Experiments.Running;

/// <summary>How a run ended and what it left.</summary>
/// <param name="Integration">The integrator's result.</param>
/// <param name="Final">The observables at the last state, by the name of their column.</param>
/// <param name="Files">The files written, in the order of writing.</param>
/// <param name="Accuracy">What is known of the error, one sentence.</param>
/// <param name="KinkCrossings">How many kinks were crossed, null where they are not counted.</param>
/// <param name="LargestEnergyRise">
/// The largest rise of the objective between two recorded times, 0 where it never rose.
/// </param>
public sealed record FlowRunResult(
    IntegrationResult Integration,
    IReadOnlyDictionary<string, double> Final,
    IReadOnlyList<string> Files,
    string Accuracy,
    long? KinkCrossings,
    double LargestEnergyRise)
{
    /// <summary>Whether the objective had a finite value at every recorded time.</summary>
    public bool IsEnergyFinite { get; init; } = true;

    /// <summary>The number of rows of trajectory.csv.</summary>
    public int Rows { get; init; }

    /// <summary>That steps were too long for the solver to be stable, and what can be done; null where none was.
    /// </summary>
    public string? Stability => StabilityStatement.For(Integration);

    /// <summary>That the equations had more than one solution, null where none of the kinds known was seen.</summary>
    public string? Uniqueness => UniquenessStatement.For(Integration);

    /// <summary>The estimated errors, null where no certificate was asked for.</summary>
    public FlowCertificate? Certificate { get; init; }

    /// <summary>How the run ended and what can be done; null where it ended as asked for.</summary>
    public string? Advice { get; init; }
}
