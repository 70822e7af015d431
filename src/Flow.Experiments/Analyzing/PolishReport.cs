namespace Flow.Experiments.Analyzing;

/// <summary>How the search for the equilibrium went.</summary>
/// <param name="Converged">Whether the residual is at most the tolerance.</param>
/// <param name="FirstResidual">||F|| where the search began.</param>
/// <param name="Residual">||F|| where it ended.</param>
/// <param name="Tolerance">||F|| at which a state counts as an equilibrium.</param>
/// <param name="Steps">The number of Newton and trust-region steps.</param>
/// <param name="Products">The number of products of the Jacobian with a vector.</param>
/// <param name="Moved">The distance between both ends.</param>
public sealed record PolishReport(
    bool Converged,
    double FirstResidual,
    double Residual,
    double Tolerance,
    int Steps,
    long Products,
    double Moved);
