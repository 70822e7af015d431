using Flow.Integrators.Problems;
using Flow.TestKit;
using Flow.TestKit.Nonsmooth;

namespace Flow.Integrators.Tests.Nonsmooth;

/// <summary>Flows through kinks with one eigenvalue far from the others.</summary>
public class OutlierTests
{
    private const double End = 40;
    private const double Rtol = 1e-4;

    // Of H times the rate, with two nodes and one evaluation for each step.
    private const double StabilityLimit = 0.54;

    [Fact]
    public void Outlier_does_not_hold_the_steps_back()
    {
        var (time, needed, directions) = (0.0, 0.0, 0);
        var pab = Problem().Run(SolverCatalog.Find("pab"), Rtol, new Observer(null, step =>
        {
            var stiffness = step.Stiffness!.Value;
            needed += (step.Time - time) * stiffness.LargestRate / StabilityLimit;
            (time, directions) = (step.Time, Math.Max(directions, stiffness.DeflatedDirections));
        }));
        var judge = Problem().Run(KinkRuns.Filippov, Rtol / 1e4);
        Assert.True(pab.Statistics.Kinks.Crossings > 5);
        Assert.InRange(KinkRuns.Distance(pab.Values(), judge.Values()), 0, Rtol);
        Assert.InRange(directions, 1, 2);
        Assert.InRange(pab.Statistics.AcceptedSteps, 0, 0.6 * needed);
    }

    // One input is five times as long as the others.
    private static OdeProblem Problem()
    {
        const int Samples = 12;
        var random = new RandomStream(7);
        var inputs = Enumerable.Range(0, 4 * Samples).Select(i => (i < 4 ? 5 : 1) * random.Between(-1, 1)).ToArray();
        var targets = Enumerable.Range(0, Samples).Select(n => n % 2 == 0 ? 1.0 : -1).ToArray();
        var network = new MaskedNetwork([4, 6, 1], inputs, targets, isNormalised: false, decay: 0.01);
        var start = Enumerable.Range(0, 30).Select(_ => random.Between(-1, 1)).ToArray();
        return network.ToProblem(start, End);
    }
}
