using Flow.Integrators.Events;
using Flow.Integrators.Problems;
using Flow.Integrators.Spaces;
using Flow.Integrators.Tests.Events;

namespace Flow.Integrators.Tests.Nonsmooth;

/// <summary>Events inside the steps of the solvers for kinks.</summary>
public class KinkEventTests
{
    private const double Rtol = 1e-8;
    private const double Spacing = 0.01;

    public static TheoryData<string> Both => ["pab", "filippov"];

    // u = b^2 of the sliding neuron is a logistic curve.
    [Theory]
    [MemberData(nameof(Both))]
    public void Event_ends_a_run_along_a_kink_at_the_time_of_the_closed_form(string solver)
    {
        var (problem, _) = KinkRuns.Wedge(a: 0, u: 1, yA: -1.5, yB: 2, end: 1);
        var reached = Level("u", static y => (y[1] * y[1]) - 1.5) with { TerminalAfter = 1 };
        var (result, found) = Run(problem, SolverCatalog.Find(solver), Rtol, reached);
        Assert.Equal((IntegrationStatus.Stopped, "u"), (result.Status, result.Event));
        Assert.Equal(result.Time, Assert.Single(found).Time);
        // The slope of u is above 1/2 there, and its error below 1e-6 (ClosedFormTests).
        Assert.Equal(KinkRuns.LogisticTime(1, 2, 2, 1.5), result.Time, 2e-6);
        Assert.Equal(0, result.Values()[0], 1e-12);
        Assert.Equal(1.5, result.Values()[1] * result.Values()[1], 1e-12);
    }

    // rho of a random network falls through eight levels, one after the other and ever slower, and none changes a step.
    // It is off by at most ten times rtol (RandomNetworkTests), so a time by that over the slope.
    [Theory]
    [MemberData(nameof(Both))]
    public void Events_inside_steps_with_kinks_are_found_and_change_nothing(string solver)
    {
        var problem = RandomNetworkTests.Make(0, isNormalised: true, 0, 6);
        Event[] levels =
        [
            .. Enumerable.Range(1, 8).Select(static k => Level($"{k}", y => y[^1] - 1.5 + (Spacing * k))),
        ];
        const double Loose = 1e-7;
        var (_, expected) = Run(problem, KinkRuns.Filippov, 1e-11, levels);
        var (watched, found) = Run(problem, SolverCatalog.Find(solver), Loose, levels);
        var bare = problem.Run(SolverCatalog.Find(solver), Loose);
        Assert.Equal(levels.Select(static level => level.Name), expected.Select(static root => root.Name));
        Assert.Equal(levels.Select(static level => level.Name), found.Select(static root => root.Name));
        for (var k = 0; k < levels.Length - 1; k++)
        {
            var slope = Spacing / (expected[k + 1].Time - expected[k].Time);
            Assert.Equal(expected[k].Time, found[k].Time, 10 * Loose / slope);
        }

        Assert.Equal(bare.Values(), watched.Values());
        Assert.Equal(bare.Statistics.TrialSteps, watched.Statistics.TrialSteps);
        Assert.Equal(bare.Statistics.Kinks.Crossings, watched.Statistics.Kinks.Crossings);
    }

    private static (IntegrationResult Result, List<(string Name, double Time)> Found) Run(
        OdeProblem problem, Solver solver, double rtol, params Event[] events)
    {
        var found = new List<(string Name, double Time)>();
        var result = new Integrator(problem, solver, KinkRuns.Tight(rtol) with { Events = events })
            .Run(new EventObserver(root => found.Add((root.Event.Name, root.Time))));
        return (result, found);
    }

    private static Event Level(string name, Func<double[], double> function) =>
        new(name, (in EventPoint point) => function(((ArrayVector)point.State).Values));
}
