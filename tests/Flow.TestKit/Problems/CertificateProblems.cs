using Flow.Integrators;
using Flow.Integrators.Sampling;
using Flow.Integrators.Spaces;

namespace Flow.TestKit.Problems;

/// <summary>The fixed set of problems that estimates of global errors are tested on.</summary>
public static class CertificateProblems
{
    private const int Count = 41;

    public static IReadOnlyList<ReferenceProblem> All { get; } =
    [
        ReferenceProblem.From(ClosedFormProblems.Decays, ProblemNature.Nonstiff, Count),
        ReferenceProblem.From(ClosedFormProblems.Rotations, ProblemNature.Nonstiff, Count),
        ReferenceProblem.From(KnownSolutions.Linear, ProblemNature.Nonstiff, Count),
        ReferenceProblem.From(KnownSolutions.NonAutonomous, ProblemNature.Nonstiff, Count),
        ReferenceProblem.From(KnownSolutions.Gompertz, ProblemNature.Nonstiff, Count),
        ReferenceProblem.From(KnownSolutions.Kepler, ProblemNature.Nonstiff, Count) with { Accuracy = 1e-13 },
        VanDerPol(5, 30),
        ReferenceProblem.From(ClosedFormProblems.Heat, ProblemNature.Parabolic, Count),
        ReferenceProblem.From(ClosedFormProblems.StiffRotation, ProblemNature.Stiff, Count),
        StiffProblems.Hires,
        StiffProblems.RoberStart,
        StiffProblems.Rober,
        StiffProblems.Orego,
        StiffProblems.VanDerPol,
    ];

    /// <summary>y'' = mu (1 - y^2) y' - y from (2, 0), mild stiffness; the reference is a run of order 8 at rtol 1e-14,
    /// whose own error is bounded by its distance from a run at 1e-13.</summary>
    private static ReferenceProblem VanDerPol(double mu, double endTime)
    {
        double[] times = [.. Enumerable.Range(0, Count).Select(i => endTime * i / (Count - 1))];
        var problem = new ReferenceProblem(
            FormattableString.Invariant($"van-der-pol-{mu}"), ProblemNature.Nonstiff, [2, 0], times, (_, y, result) =>
            {
                result[0] = y[1];
                result[1] = (mu * (1 - (y[0] * y[0])) * y[1]) - y[0];
            }, []);
        return problem with
        {
            Accuracy = 1e-11,
            Solution = new(() => [.. times.Zip(Tight(problem)).Skip(1)]),
        };
    }

    private static double[][] Tight(ReferenceProblem problem)
    {
        var rows = new List<double[]>();
        var settings = new IntegrationSettings
        {
            Tolerances = new Tolerances(1e-14, 1e-16),
            Samples = new SamplePoints(problem.Times, exact: true),
        };
        new Integrator(problem.ToProblem(), SolverCatalog.Find("dop853"), settings).Run(new Rows(rows));
        return [.. rows];
    }

    private sealed class Rows(List<double[]> rows) : IIntegrationObserver
    {
        public void OnSample(in Sample sample) => rows.Add([.. ((ArrayVector)sample.State).Values]);
    }
}
