using Flow.Integrators.Events;
using Flow.Integrators.Problems;
using Flow.Integrators.Spaces;
using Flow.TestKit;

namespace Flow.Integrators.Tests.Events;

/// <summary>The reaction of H. H. Robertson (1966) with the two events of the example cvRoberts_dns of SUNDIALS,
/// which prints t = 2.6391e-01 for y3 = 0.01 and t = 2.0790e+07 for y1 = 1e-4 with rtol 1e-4.</summary>
public class RobertsTests
{
    // The root by dop853 at rtol 1e-13; tolerances of 1e-10 leave no more than 1e-9.
    private const double FirstRoot = 0.264019078186;

    // The run that printed the roots had rtol 1e-4, ten times of which is allowed for its global error.
    private const double PrintedError = 1e-3;

    [Theory]
    [InlineData("dopri5")]
    [InlineData("dop853")]
    public void First_root_agrees_with_the_printed_one(string solver)
    {
        var found = EventTests.Record(Problem(0.4), solver, Settings(1e-10));
        Assert.Equal("y3", Assert.Single(found).Name);
        Assert.Equal(FirstRoot, found[0].Time, 1e-9);
        Assert.Equal(1, found[0].Time / 0.26391, PrintedError);
        Assert.Equal(0.01, found[0].State[2], 1e-14);
        Assert.Equal(1, found[0].State.Sum(), 1e-12);
    }

    [SkippableTheory]
    [MemberData(nameof(StiffOrNone))]
    public void Both_roots_agree_with_the_printed_ones(string? solver)
    {
        Skip.If(solver is null, "the catalog has no implicit solver");
        var found = EventTests.Record(Problem(4e7), solver!, Settings(1e-8));
        Assert.Equal(["y3", "y1"], found.Select(root => root.Name));
        Assert.Equal(FirstRoot, found[0].Time, 1e-6);
        Assert.Equal(1, found[1].Time / 2.0790e7, PrintedError);
        Assert.Equal(1e-4, found[1].State[0], 1e-14);
    }

    public static TheoryData<string?> StiffOrNone
    {
        get
        {
            var names = new TheoryData<string?>();
            foreach (var solver in SolverCatalog.General.Where(static s => s.Kind == SolverKind.Implicit))
            {
                names.Add(solver.Name);
            }

            if (names.Count == 0)
            {
                names.Add((string?)null);
            }

            return names;
        }
    }

    private static IntegrationSettings Settings(double rtol) => new()
    {
        Tolerances = new Tolerances(rtol, 1e-4 * rtol),
        Events =
        [
            new("y1", static (in EventPoint point) => EventTests.Entry(point.State, 0) - 1e-4),
            new("y3", static (in EventPoint point) => EventTests.Entry(point.State, 2) - 0.01),
        ],
    };

    private static OdeProblem Problem(double end)
    {
        var space = new ArraySpace(new VectorLayout(3));
        return new(space, new ArrayField(static (_, y, result) =>
        {
            var (slow, fast, mixed) = (0.04 * y[0], 3e7 * y[1] * y[1], 1e4 * y[1] * y[2]);
            (result[0], result[1], result[2]) = (mixed - slow, slow - mixed - fast, fast);
        }), 0, space.Create([1, 0, 0]), end);
    }
}
