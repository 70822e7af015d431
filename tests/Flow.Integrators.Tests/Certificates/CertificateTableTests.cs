using Flow.TestKit.Problems;
using Xunit.Abstractions;

namespace Flow.Integrators.Tests.Certificates;

/// <summary>Estimates against true errors over the catalog of solvers and a fixed set of problems. All problems and
/// tolerances run where GRADFLOW_SLOW=1 (validation/certificates).</summary>
public class CertificateTableTests(ITestOutputHelper output)
{
    private static readonly string[] QuickProblems =
        ["rotations", "gompertz", "heat", "hires", "stiff-rotation", "orego"];

    private static bool IsSlow => Environment.GetEnvironmentVariable("GRADFLOW_SLOW") == "1";

    public static TheoryData<string> Solvers() => [.. SolverCatalog.General.Select(static s => s.Name)];

    [Theory]
    [MemberData(nameof(Solvers))]
    public void Estimates_are_the_errors_up_to_a_small_factor(string name)
    {
        var solver = SolverCatalog.Find(name);
        var cases = CertificateProblems.All
            .Where(problem => Suits(solver, problem) && (IsSlow || QuickProblems.Contains(problem.Name)))
            .SelectMany(problem => Accuracies(solver), (problem, a) => (problem, a))
            .Select(found => CertificateCase.Of(found.problem, solver, found.a, IsSlow ? 4_000_000 : 150_000))
            .ToList();

        foreach (var found in cases)
        {
            output.WriteLine(found.Line);
        }

        var ratios = cases.SelectMany(static c => c.Ratios).ToList();
        var certified = cases.Sum(static c => c.Certified);
        var all = cases.Sum(static c => c.Certificate.Functionals.Count);
        var inside = ratios.Count(CertificateCase.IsInside);
        output.WriteLine(FormattableString.Invariant(
            $"all: | {name} | {certified} of {all} | {inside} of {ratios.Count} | {ratios.Min():G2} |"));
        Assert.True(inside >= 0.95 * ratios.Count);
        Assert.True(ratios.Min() >= 0.1);
        // A judge that refuses everything is never wrong either.
        Assert.True(2 * certified >= all);
    }

    private static double[] Accuracies(Solver solver) => (solver.IsAdaptive, IsSlow, solver.Order) switch
    {
        (true, true, _) when solver.Kind == SolverKind.Stabilized => [1e-4, 1e-6, 1e-8],
        (false, true, _) => [0.05, 0.02],
        (false, false, _) => [0.05],
        (true, _, <= 3) => [1e-4, 1e-6],
        (true, true, _) => [1e-4, 1e-6, 1e-8],
        (true, false, _) => [1e-4, 1e-8],
    };

    private static bool Suits(Solver solver, ReferenceProblem problem) => problem.Nature switch
    {
        ProblemNature.Nonstiff => true,
        ProblemNature.Parabolic => solver.IsAdaptive,
        ProblemNature.MildlyStiff => solver.Kind is SolverKind.ExplicitAdaptive or SolverKind.Implicit,
        _ => solver.Kind == SolverKind.Implicit,
    };
}
