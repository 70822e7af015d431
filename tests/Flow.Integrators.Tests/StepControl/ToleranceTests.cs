using Flow.Integrators.Problems;
using Flow.Integrators.Spaces;
using Flow.TestKit;

namespace Flow.Integrators.Tests.StepControl;

public class ToleranceTests
{
    public static TheoryData<string, string> Cases
    {
        get
        {
            var cases = new TheoryData<string, string>();
            foreach (var solver in SolverCatalog.General.Where(solver => solver.Kind == SolverKind.ExplicitAdaptive))
            {
                foreach (var known in (KnownSolution[])[.. KnownSolutions.All, KnownSolutions.Kepler])
                {
                    cases.Add(solver.Name, known.Name);
                }
            }

            return cases;
        }
    }

    public static TheoryData<string> Adaptive => Solvers.Adaptive;

    public static TheoryData<string> OneStepAdaptive => Solvers.OneStepAdaptive;

    // The errors of 20 time units add up; the Kepler problem multiplies them by about 10 more.
    [Theory]
    [MemberData(nameof(Cases))]
    public void Error_at_the_end_follows_the_tolerance(string solver, string problem)
    {
        var known = KnownSolutions.All.Append(KnownSolutions.Kepler).Single(candidate => candidate.Name == problem);
        var previous = double.PositiveInfinity;
        foreach (var rtol in Levels(solver))
        {
            var settings = new IntegrationSettings { Tolerances = new Tolerances(rtol, rtol) };
            var result = known.ToProblem().Run(solver, settings);
            var error = known.Error(known.EndTime, result.State);
            Assert.InRange(error, 0, (problem == KnownSolutions.Kepler.Name ? 2000 : 150) * rtol);
            Assert.True(error < previous, $"rtol {rtol}: error {error} is not below {previous}");
            Assert.True(result.Statistics.RejectedSteps * 4 < result.Statistics.AcceptedSteps);
            previous = error;
        }
    }

    [Theory]
    [MemberData(nameof(Adaptive))]
    public void Every_accepted_error_norm_is_at_most_1(string solver)
    {
        var (known, largest) = (KnownSolutions.Kepler, 0.0);
        var settings = new IntegrationSettings { Tolerances = new Tolerances(1e-6, 1e-6) };
        known.ToProblem().Run(
            solver, settings, new Observer(null, step => largest = Math.Max(largest, step.ErrorNorm)));
        Assert.InRange(largest, 0.3, 1);
    }

    [Theory]
    [MemberData(nameof(OneStepAdaptive))]
    public void Stiff_decay_is_limited_by_stability_with_few_rejections(string solver)
    {
        var space = new ArraySpace(2);
        var field = new ArrayField((_, y, f) => (f[0], f[1]) = (-1000 * (y[0] - y[1]), -y[1]));
        var problem = new OdeProblem(space, field, 0, space.Create(2, 1), 3);
        var result = problem.Run(solver, new IntegrationSettings());
        Assert.Equal(IntegrationStatus.EndReached, result.Status);
        Assert.Equal(Math.Exp(-3), ((ArrayVector)result.State).Values[1], 1e-5);
        // Stability ends near |h lambda| = 2.5 to 6.
        Assert.InRange(result.Statistics.AcceptedSteps, 3000 / 7, 3000 / 2);
        Assert.True(result.Statistics.RejectedSteps < 0.1 * result.Statistics.AcceptedSteps);
    }

    [Theory]
    [MemberData(nameof(Adaptive))]
    public void Maximum_norm_takes_shorter_steps_than_rms(string solver)
    {
        long Steps(ErrorNormKind norm) => KnownSolutions.Linear.ToProblem()
            .Run(solver, new IntegrationSettings { Tolerances = new Tolerances(1e-8, 1e-8, norm) })
            .Statistics.AcceptedSteps;
        Assert.True(Steps(ErrorNormKind.Maximum) > Steps(ErrorNormKind.RootMeanSquare));
    }

    private static double[] Levels(string solver) =>
        SolverCatalog.Find(solver).Order > 3 ? [1e-4, 1e-6, 1e-8, 1e-10] : [1e-3, 1e-5, 1e-7];
}
