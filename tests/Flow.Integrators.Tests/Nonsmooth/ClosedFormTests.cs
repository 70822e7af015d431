using Flow.Integrators.Sampling;
using Flow.Integrators.Spaces;
using Flow.TestKit.Nonsmooth;

namespace Flow.Integrators.Tests.Nonsmooth;

/// <summary>Flows along kinks whose solution is known.</summary>
public class ClosedFormTests
{
    // The error of one step is held at rtol; none of these flows amplifies errors, and they take below 100 steps.
    private const double Rtol = 1e-8;
    private const double Allowed = 1e-6;

    public static TheoryData<string> Both => ["pab", "filippov"];

    [Theory]
    [MemberData(nameof(Both))]
    public void Neuron_on_the_kink_of_one_sample_slides_with_the_mask_of_the_closed_form(string solver)
    {
        var (problem, _) = KinkRuns.Wedge(a: 0, u: 1, yA: -1.5, yB: 2, end: 1);
        var masks = new List<(double Time, double Mask)>();
        var result = problem.Run(SolverCatalog.Find(solver), Rtol, new Observer(null, step =>
        {
            Assert.Equal([0], step.Pattern!.Sliding.ToArray());
            masks.Add((step.Time, step.Pattern.Masks[0]));
        }));
        var y = result.Values();
        Assert.Equal(0, y[0], 1e-12);
        Assert.Equal(KinkRuns.Logistic(1, 2, 2, 1), y[1] * y[1], Allowed);
        Assert.Equal(1, result.Statistics.Kinks.SlidesEntered);
        Assert.Equal(1, result.Statistics.Kinks.SlidingPairs);
        Assert.All(masks, entry =>
            Assert.Equal((2 - KinkRuns.Logistic(1, 2, 2, entry.Time)) / 1.5, entry.Mask, 1e-5));
    }

    // u falls to below y_B + y_A, where the mask reaches 1.
    [Theory]
    [MemberData(nameof(Both))]
    public void Neuron_leaves_its_kink_upwards_when_its_mask_reaches_1(string solver)
    {
        const double Leaves = 0.18796;
        Assert.Equal(Leaves, KinkRuns.LogisticTime(1.9, 1.7, 2, 1.8), 1e-4);
        var (problem, _) = KinkRuns.Wedge(a: 0, u: 1.9, yA: -0.2, yB: 2, end: 0.4, decay: 0.15);
        var states = new List<(double Time, long Sliding, double A)>();
        var result = problem.Run(SolverCatalog.Find(solver), Rtol, new Observer(null, step =>
            states.Add((step.Time, step.Statistics.Kinks.SlidingPairs, ((ArrayVector)step.State).Values[0]))));
        Assert.Equal(1, result.Statistics.Kinks.SlidesLeft);
        Assert.All(states.Where(static s => s.Time < Leaves - 1e-4), static s => Assert.Equal(1, s.Sliding));
        Assert.All(states.Where(static s => s.Time > Leaves + 1e-4), static s =>
        {
            Assert.Equal(0, s.Sliding);
            Assert.True(s.A > 0);
        });
    }

    [Theory]
    [MemberData(nameof(Both))]
    public void Leaky_neuron_leaves_its_kink_downwards_when_its_mask_reaches_the_slope(string solver)
    {
        var leaves = KinkRuns.LogisticTime(1, 2, 2, 2 - (0.3 * 1.5));
        var (problem, _) = KinkRuns.Wedge(a: 0, u: 1, yA: -1.5, yB: 2, end: leaves + 0.2, slope: 0.3);
        var states = new List<(double Time, long Sliding, double A, double U)>();
        problem.Run(SolverCatalog.Find(solver), Rtol, new Observer(null, step =>
        {
            var y = ((ArrayVector)step.State).Values;
            states.Add((step.Time, step.Statistics.Kinks.SlidingPairs, y[0], y[1] * y[1]));
        }));
        Assert.All(states.Where(s => s.Time < leaves - 1e-4), static s =>
        {
            Assert.Equal(1, s.Sliding);
            Assert.Equal(KinkRuns.Logistic(1, 2, 2, s.Time), s.U, Allowed);
        });
        Assert.Contains(states, s => s.Time > leaves + 1e-2);
        Assert.All(states.Where(s => s.Time > leaves + 1e-4), static s =>
        {
            Assert.Equal(0, s.Sliding);
            Assert.True(s.A < 0);
        });
    }

    // Two samples with one kink make K singular; only the sum of their masks is determined.
    [Theory]
    [MemberData(nameof(Both))]
    public void Equal_samples_reach_their_kink_together_and_share_it(string solver)
    {
        var (problem, _) = KinkRuns.Wedge(a: 0, u: 1, yA: -1, yB: 2, end: 1, copies: 2);
        var result = problem.Run(SolverCatalog.Find(solver), Rtol);
        var y = result.Values();
        Assert.Equal(0, y[0], 1e-11);
        Assert.Equal(KinkRuns.Logistic(1, 2, 4.0 / 3, 1), y[1] * y[1], Allowed);
    }

    // From below the kink: the neuron rises, is caught, and goes on along the kink.
    [Theory]
    [MemberData(nameof(Both))]
    public void Neuron_that_reaches_its_kink_stays_there(string solver)
    {
        var (problem, _) = KinkRuns.Wedge(a: -0.3, u: 0.8, yA: -1.5, yB: 2, end: 2);
        var result = problem.Run(SolverCatalog.Find(solver), Rtol);
        Assert.Equal(0, result.Values()[0], 1e-12);
        Assert.Equal((0L, 1L), (result.Statistics.Kinks.Crossings, result.Statistics.Kinks.SlidesEntered));
        // Along the kink (b^2 - w^2) rests and w b goes to y_B.
        Assert.InRange(result.Values()[1] * result.Values()[2], 1.99, 2);
    }

    // y_B is too strong for y_A: the neuron goes through.
    [Theory]
    [MemberData(nameof(Both))]
    public void Neuron_that_is_pushed_on_crosses_its_kink_at_a_node_as_inside_a_step(string solver)
    {
        var (problem, _) = KinkRuns.Wedge(a: -0.1, u: 0.5, yA: -0.1, yB: 3, end: 0.5);
        var crossing = 0.0;
        var free = problem.Run(SolverCatalog.Find("filippov"), 1e-12, new Observer(null, step =>
            crossing = ((ArrayVector)step.State).Values[0] < 0 ? step.Time : crossing));
        Assert.Equal((1L, 0L), (free.Statistics.Kinks.Crossings, free.Statistics.Kinks.SlidesEntered));
        crossing = Root(problem, crossing);
        var exact = new Integrator(problem, SolverCatalog.Find(solver), KinkRuns.Tight(Rtol) with
        {
            Samples = new SamplePoints([crossing], exact: true),
        }).Run();
        Assert.Equal(1, exact.Statistics.Kinks.Crossings);
        Assert.True(KinkRuns.Distance(free.Values(), exact.Values()) < Allowed);
    }

    // Two equal samples and two equal units: four pairs reach their kinks at one time and go through.
    [Theory]
    [MemberData(nameof(Both))]
    public void Pairs_that_reach_their_kinks_at_one_time_all_cross(string solver)
    {
        var network = new MaskedNetwork([2, 2, 1], [1, 0, 1, 0, 1, 1], [-0.1, -0.1, 3], isNormalised: false);
        double[] start = [-0.1, 0.5, -0.1, 0.5, 0.5, 0.5];
        var (expected, crossings) = HeldMasks.Through(network, start, 0.5);
        Assert.Equal(4, crossings);
        var result = network.ToProblem(start, 0.5).Run(SolverCatalog.Find(solver), Rtol);
        Assert.Equal((4L, 0L), (result.Statistics.Kinks.Crossings, result.Statistics.Kinks.SlidesEntered));
        Assert.True(KinkRuns.Distance(expected, result.Values()) < Allowed);
    }

    [Fact]
    public void Dead_unit_changes_nothing()
    {
        var (problem, _) = KinkRuns.Wedge(a: -0.3, u: 0.8, yA: -1.5, yB: 2, end: 1);
        var alone = problem.Run(KinkRuns.Fixed(0.02)).Values();
        var network = new MaskedNetwork([2, 2, 1], [1, 0, 1, 1], [-1.5, 2], isNormalised: false);
        var root = Math.Sqrt(0.8);
        var result = network.ToProblem([-0.3, root, -5, -5, root, 0.7], 1).Run(KinkRuns.Fixed(0.02));
        var y = result.Values();
        Assert.Equal([-5, -5, 0.7], new[] { y[2], y[3], y[5] });
        Assert.True(KinkRuns.Distance(alone, [y[0], y[1], y[4]]) < 1e-13);
        Assert.Equal(1, result.Statistics.Kinks.SlidesEntered);
    }

    [Theory]
    [MemberData(nameof(Both))]
    public void Problem_without_known_kinks_is_refused(string solver)
    {
        var (problem, _) = KinkRuns.Wedge(a: 1, u: 1, yA: -1, yB: 2, end: 1);
        var exception = Assert.Throws<ArgumentException>(() =>
            (problem with { Kinks = null }).Run(SolverCatalog.Find(solver)));
        Assert.Contains("not known", exception.Message, StringComparison.Ordinal);
    }

    // The time at which a = 0, on the dense output of the oracle.
    private static double Root(Problems.OdeProblem problem, double before)
    {
        var times = Enumerable.Range(0, 20_001).Select(i => before + (i * 5e-6)).Where(static t => t < 0.5).ToArray();
        var last = before;
        new Integrator(problem, KinkRuns.Filippov, KinkRuns.Tight(1e-12) with { Samples = new SamplePoints(times) })
            .Run(new Observer(sample => last = ((ArrayVector)sample.State).Values[0] < 0 ? sample.Time : last));
        return last;
    }
}
