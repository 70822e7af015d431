namespace Flow.Integrators.Certificates;

/// <summary>A number q(t, y) whose error along a trajectory is to be known.</summary>
/// <param name="Name">Its name in a certificate.</param>
public sealed record ScalarFunctional(string Name)
{
    /// <summary>Whether q takes isolated values only, such as a fraction of errors: it has no rate of convergence, and
    /// counts as certified where the two finest runs agree.</summary>
    public bool IsStepFunction { get; init; }
}
