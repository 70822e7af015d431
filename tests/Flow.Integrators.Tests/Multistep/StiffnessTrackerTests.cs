using Flow.Integrators.Multistep;
using Flow.Integrators.Problems;
using Flow.Integrators.Spaces;
using Flow.TestKit;

namespace Flow.Integrators.Tests.Multistep;

public class StiffnessTrackerTests
{
    private const double Outlier = 300;
    private const double Step = 0.01;

    [Fact]
    public void Difference_along_a_deflated_direction_leaves_nothing_of_its_rate()
    {
        var tracker = Tracker();
        Assert.Equal(Outlier, Observe(tracker, Outlier, 1e-3, 0), 1e-6);
        // The same difference again, now that its direction is deflated: rounding is all that is left.
        Assert.InRange(Observe(tracker, Outlier, 1e-3, 0), 0, 1e-5);
        Assert.Equal(Outlier, tracker.Rate, 1e-6);
    }

    [Fact]
    public void Difference_off_the_deflated_directions_keeps_its_whole_rate()
    {
        var tracker = Tracker();
        Observe(tracker, Outlier, 1e-3, 0);
        // (300 e^2 + 1) / (e^2 + 1) with e = 1e-4 is 1 + 3e-6.
        Assert.Equal(1, Observe(tracker, Outlier, 1e-7, 1e-3), 4e-6);
    }

    [Fact]
    public void Outlier_that_turned_leaves_its_rate_times_the_sine_of_the_angle()
    {
        var tracker = Tracker();
        Observe(tracker, Outlier, 1e-3, 0);
        const double Angle = 0.1;
        // The outlier alone, along the difference: |J d - A d| / |d| = 300 sin(angle).
        var (d0, d1) = (1e-3 * Math.Cos(Angle), 1e-3 * Math.Sin(Angle));
        Assert.Equal(
            Outlier * Math.Sin(Angle), Observe(tracker, d0, d1, -Outlier * d0, -Outlier * d1), 1e-6);
    }

    private static double Observe(StiffnessTracker tracker, double rate, double d0, double d1) =>
        Observe(tracker, d0, d1, -rate * d0, -d1);

    // The remaining rate after a step whose predictor was off by d and whose slopes differ by f.
    private static double Observe(StiffnessTracker tracker, double d0, double d1, double f0, double f1)
    {
        var space = new ArraySpace(2);
        Assert.True(tracker.Observe(
            space.Create(d0, d1), space.Create(f0, f1), space.Create(0.0, 0), space.Create(0.0, 0), Step));
        return tracker.RemainingRate;
    }

    private static StiffnessTracker Tracker()
    {
        var space = new ArraySpace(2);
        var field = new ArrayField((_, y, f) => (f[0], f[1]) = (-Outlier * y[0], -y[1]));
        return new(new OdeProblem(space, field, 0, space.Create(1.0, 1), 1), new AdamsSettings());
    }
}
