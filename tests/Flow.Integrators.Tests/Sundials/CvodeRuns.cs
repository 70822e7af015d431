using Flow.Integrators.Sundials;

namespace Flow.Integrators.Tests.Sundials;

/// <summary>The solvers through CVODE as test data; tests are skipped where the library is not installed.</summary>
internal static class CvodeRuns
{
    public static TheoryData<string> All => [.. SolverCatalog.Optional.Select(static solver => solver.Name)];

    public static void Require() => Skip.If(Cvode.Missing is not null, $"cvode {Cvode.Missing}");

    public static Solver Weighted(CvodeMethod method, CvodeWeights weights) =>
        SolverCatalog.ThroughCvode("test", 5, "A test.", new CvodeSettings(method, weights));
}
